/** The way to a room: the start page and the page of an invitation. */

export const app = {
  name: 'Stoa',
  warm: 'Abre una sala, comparte el enlace y habla: solo te oye la gente de la sala.',
  skip: 'Saltar al contenido',
  documentTitle: '{{title}} · Stoa',
  home: 'Stoa, página de inicio',
};

export const theme = {
  menu: 'Colores e idioma',
  language: 'Idioma',
  label: 'Colores',
  system: 'Como en este dispositivo',
  light: 'Claro',
  dark: 'Oscuro',
};

export const start = {
  title: 'Abrir una sala',
  documentTitle: 'Abrir una sala · Stoa',
  heading: 'Una sala para hablar. Sin nadie en medio.',
  titleLabel: '¿De qué trata?',
  titleHint: 'El título de tu sala. La gente lo ve al entrar.',
  titlePlaceholder: 'Café del domingo',
  titleWrong: 'Ponle a la sala un título de 1 a {{max, number}} caracteres.',
  button: 'Abrir una sala',
  busy: 'Abriendo tu sala…',
  failed: 'No se pudo abrir la sala. Revisa tu conexión y vuelve a intentarlo.',
  tooFast: 'Se acaban de abrir demasiadas salas desde tu red. Espera un minuto y vuelve a intentarlo.',
  point1: 'Sin nadie en medio',
  point1Text: 'Tu navegador crea las claves. Este servidor transmite un sonido que no puede oír.',
  point2: 'Sin cuenta',
  point2Text: 'Elige un nombre y listo. La sala no guarda ninguna lista de quién estuvo.',
  point3: 'Sin oyentes ocultos',
  point3Text: 'Siempre ves cuántas personas pueden oírte.',
};

export const policy = {
  legend: '¿Quién puede entrar?',
  open: 'Cualquiera con el enlace',
  openHint: 'Ideal para charlas públicas: quien reciba el enlace puede escuchar.',
  link: 'Solo con el enlace secreto',
  linkHint: 'El enlace lleva un secreto que este servidor nunca ve. Lo mejor para casi todas las salas.',
  knock: 'Yo dejo entrar',
  knockHint: 'La gente toca la puerta y tú decides cada vez.',
  badgeOpen: 'Sala abierta',
  badgeLink: 'Enlace secreto',
  badgeKnock: 'Se toca la puerta',
};

export const strict = {
  choice: 'Demostrar cada instante de voz',
  hint: 'Quien habla firma cada trozo de sonido, y se comprueba antes de que lo oigas. Así nadie en la sala, ni siquiera junto con el servidor, puede fingir una voz ni por un instante; gasta una quinta parte más de datos.',
  badge: 'Cada palabra firmada',
  known: 'Quien habla firma cada instante de voz, y aquí se comprueba antes de que lo oigas.',
  usual: 'Las voces se comprueban mientras hablan: una falsa calla en menos de dos segundos.',
};

export const name = {
  label: 'Tu nombre en la sala',
  hint: 'Solo lo ve la gente de la sala. Solo se recuerda en este dispositivo.',
  placeholder: 'Por ejemplo, Lucía',
  wrong: 'Escribe un nombre de 1 a {{max, number}} caracteres.',
};

export const join = {
  documentTitle: 'Entrar en una sala · Stoa',
  heading: 'Te invitan a una sala',
  as: 'Entras como',
  text: 'Entras como oyente. Tu micrófono queda apagado hasta que levantes la mano y te llamen al escenario, o aceptes una invitación.',
  button: 'Entrar y escuchar',
  point: 'Este toque también activa el sonido.',
};
