/** The room: who is there, who may speak, who waits. */

export const room = {
  documentTitle: '{{title}} · Stoa',
  untitled: 'Sala',
  stage: 'En el escenario',
  stageEmpty: 'Ahora mismo no hay nadie en el escenario.',
  frozen: 'Escenario congelado',
  share: 'Invitar a gente',
  shareShort: 'Invitar',
  menu: 'Menú de la sala',
  menuShort: 'Más',
  mediaTitle: 'En una sala de Stoa',
  leave: 'Salir sin avisar',
  leaveShort: 'Salir',
  controls: 'Tus controles',
  notices: 'Avisos',
  moderation: 'En la puerta y en la fila',
  me: 'Tú',
};

export const role = { moderator: 'Moderación', speaker: 'Ponente', listener: 'Oyente' };

export const seat = {
  you: 'tú',
  muted: 'micrófono apagado',
  away: 'sin conexión, volviendo a conectar',
  awayShort: 'sin conexión',
  verified: 'voz verificada',
  failed: 'voz sin verificar',
  failedShort: 'sin verificar',
  speaking: 'hablando',
  nameless: 'Alguien',
};

export const person = {
  options: 'Opciones para {{name}}',
  invite: 'Invitar al escenario',
  mute: 'Silenciar',
  moveToAudience: 'Pasar al público',
  makeModerator: 'Dar la moderación',
  keepOnStage: 'Dejar en el escenario',
  silence: 'No dejar escribir',
  unsilence: 'Dejar escribir otra vez',
  remove: 'Sacar de la sala',
  removeTitle: '¿Sacar a {{name}}?',
  removeText: 'Deja de oír la sala al instante, y las claves cambian para que no pueda seguir escuchando.',
  removeYes: 'Sacar',
  moderatorTitle: '¿Dar la moderación a {{name}}?',
  moderatorText:
    'Quien modera puede invitar, silenciar y sacar a la gente, dejarla entrar y terminar la sala. Esto no se puede deshacer.',
  moderatorYes: 'Dar la moderación',
};

export const hands = {
  title: 'Manos levantadas',
  count_one: '{{count, number}} mano levantada',
  count_many: '{{count, number}} de manos levantadas',
  count_other: '{{count, number}} manos levantadas',
  none: 'No hay manos levantadas.',
  invite: 'Invitar a {{name}} al escenario',
  inviteShort: 'Invitar',
  dismiss: 'Bajar la mano de {{name}}',
  more_one: 'y {{count, number}} más',
  more_many: 'y {{count, number}} más',
  more_other: 'y {{count, number}} más',
  raise: 'Levantar la mano',
  lower: 'Bajar la mano',
  raiseLabel: 'Levantar la mano para pedir el escenario',
  lowerLabel: 'Tienes la mano levantada. Pulsa para bajarla',
  next: 'Tienes la mano levantada. Sigues tú.',
  position: 'Tienes la mano levantada. Vas en el lugar {{count, number}} de la fila.',
  means:
    'Cuando alguien que modera diga que sí, subes al escenario al instante y tu micrófono se enciende. Los auriculares Bluetooth pueden sonar distinto entonces.',
  frozen: 'El escenario está congelado: por ahora no se puede levantar la mano.',
};

export const waiting = {
  button_one: '{{count, number}} persona espera. Mostrar quién está en la puerta y en la fila',
  button_many: '{{count, number}} de personas esperan. Mostrar quién está en la puerta y en la fila',
  button_other: '{{count, number}} personas esperan. Mostrar quién está en la puerta y en la fila',
  count: '{{count, number}}',
};

export const knocks = {
  title: 'En la puerta',
  admit: 'Dejar entrar a {{name}}',
  admitShort: 'Dejar entrar',
  deny: 'No dejar entrar a {{name}}',
};

export const audience = {
  title: 'Público',
  total_one: '{{count, number}} persona escucha',
  total_many: '{{count, number}} de personas escuchan',
  total_other: '{{count, number}} personas escuchan',
  empty: 'Todavía no hay oyentes. Comparte el enlace, y quien lo abra entra aquí.',
  invite: 'Compartir el enlace',
  more: 'Mostrar más personas',
  shown: 'Se muestran {{shown, number}} de {{total, number}}',
};

export const stage = {
  leave: 'Bajar al público',
  freeze: 'Congelar el escenario',
  unfreeze: 'Abrir de nuevo el escenario',
  freezeHint: 'Nadie nuevo sube al escenario y no se puede levantar la mano.',
};

export const end = {
  item: 'Terminar la sala para todo el mundo',
  title: '¿Terminar la sala para todo el mundo?',
  text: 'Salen todas las personas y las claves se borran. El enlace no volverá a servir.',
  yes: 'Terminar la sala',
};
