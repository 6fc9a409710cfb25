/** Between the invitation and the room, and on the way back after a lost connection. */

export const connecting = {
  heading: 'Entrando…',
  soon: 'Buscando la sala y acordando las claves',
  slow: 'Seguimos en ello. Puede que tu red sea lenta.',
  verySlow: 'Esto tarda más de lo normal. Puedes seguir esperando, o volver atrás e intentarlo de nuevo.',
  starting: 'Tu navegador está creando las claves de la sala.',
  full: 'Ahora mismo no hay sitio. Se vuelve a intentar sin que hagas nada.',
  cancel: 'Volver atrás',
};

export const door = {
  stewardHeading: 'Un momento, en la puerta',
  stewardText: 'El dispositivo de alguien que modera está revisando tu invitación. No tienes que hacer nada.',
  knockHeading: 'Tocaste la puerta',
  knockText: 'Alguien que modera ve tu nombre y decide. Puedes dejar esta página abierta y esperar.',
  name: 'Tocaste la puerta como {{name}}.',
  cancel: 'Irme sin avisar',
};

export const reconnecting = {
  banner: 'Se perdió la conexión.',
  now: 'Intentándolo de nuevo…',
  in_one: 'Nuevo intento en {{count, number}} segundo.',
  in_many: 'Nuevo intento en {{count, number}} de segundos.',
  in_other: 'Nuevo intento en {{count, number}} segundos.',
  hint: 'Tu lugar en la sala se guarda un rato. No tienes que hacer nada.',
  media: 'Volviendo a conectar el sonido…',
  mediaFirst: 'Conectando el sonido…',
  alone: 'Volviendo…',
};
