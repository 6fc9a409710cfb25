/** Why somebody is not in a room, and what to do about it. */

export const closed = {
  again: 'Intentar de nuevo',
  back: 'Volver',
  here: 'Usarla aquí',
  ask: 'Volver a tocar la puerta',
  start: 'Abrir una sala',
  waitHint_one: 'Lo mejor es esperar más o menos {{count, number}} segundo.',
  waitHint_many: 'Lo mejor es esperar más o menos {{count, number}} de segundos.',
  waitHint_other: 'Lo mejor es esperar más o menos {{count, number}} segundos.',
  left: {
    title: 'Saliste sin avisar',
    text: 'No se avisó a nadie. El sonido y tus claves ya no están en esta pestaña.',
    todo: 'Puedes volver con el mismo enlace mientras la sala siga abierta.',
  },
  roomEnded: {
    title: 'La sala terminó',
    text: 'Alguien que modera la cerró, o ya no quedaba nadie. No se guardó nada.',
    todo: 'Abre otra sala si quieres seguir hablando.',
  },
  removed: {
    title: 'Te sacaron de la sala',
    text: 'Alguien que modera te pidió salir. Ya no oyes la sala, y la sala ya no te oye.',
    todo: 'Puedes abrir una sala tuya.',
  },
  replaced: {
    title: 'Estás en esta sala desde otro lugar',
    text: 'Entraste de nuevo desde otra pestaña o dispositivo, y se queda la última.',
    todo: 'Cierra esta pestaña, o trae la sala de vuelta a ella.',
  },
  roomFull: {
    title: 'La sala está llena',
    text: 'Ahora mismo todos los lugares están ocupados.',
    todo: 'Vuelve a intentarlo en un minuto: quizá alguien haya salido.',
  },
  roomNotFound: {
    title: 'Esa sala no existe',
    text: 'Puede que haya terminado, o que el enlace esté incompleto.',
    todo: 'Pide un enlace nuevo a quien te invitó.',
  },
  wrongLink: {
    title: 'Este enlace no corresponde a la sala',
    text: 'La sala mostró unas claves que no son las de tu enlace, así que tu navegador no entró.',
    todo: 'Pide el enlace otra vez, mejor por una vía en la que nadie pueda cambiarlo, y ábrelo tal cual.',
  },
  secretMissing: {
    title: 'Falta una parte del enlace',
    text: 'Esta sala solo se abre con el enlace secreto completo. La parte que va después de # no llegó.',
    todo: 'Pide el enlace otra vez y cópialo entero, hasta el último carácter.',
  },
  notAdmitted: {
    title: 'No te dejaron entrar',
    text: 'Alguien que modera dijo que no, o la sala solo admite a quien tiene su enlace secreto.',
    todo: 'Si crees que fue un error, pregunta a quien te invitó.',
  },
  nobodyAnswered: {
    title: 'Nadie abrió la puerta',
    text: 'Ningún dispositivo de quienes moderan pudo revisar tu invitación a tiempo.',
    todo: 'Vuelve a intentarlo en un momento, o avisa a quien te invitó de que estás esperando.',
  },
  unreachable: {
    title: 'No se puede llegar al servidor',
    text: 'Tu dispositivo lo intentó durante dos minutos y no tuvo respuesta.',
    todo: 'Comprueba que tienes conexión, o prueba con otra red. Algunas redes de oficina bloquean las llamadas.',
  },
  serverStopping: {
    title: 'El servidor se está reiniciando',
    text: 'Alguien se está ocupando de él. Estaba previsto.',
    todo: 'Vuelve a intentarlo en un momento.',
  },
  busy: {
    title: 'El servidor tiene mucho trabajo',
    text: 'Por ahora no admite a más gente, para que quienes ya están sigan bien.',
    todo: 'Vuelve a intentarlo dentro de un rato.',
  },
  tooFast: {
    title: 'Eso fue demasiado rápido',
    text: 'Esta pestaña, u otras de tu red, preguntaron demasiadas veces.',
    todo: 'Espera un momento y vuelve a intentarlo.',
  },
  tokenRefused: {
    title: 'Tu pase venció',
    text: 'Los pases para entrar en una sala duran poco. El tuyo llegó tarde.',
    todo: 'Vuelve a intentarlo: recibirás uno nuevo.',
  },
  resumeRefused: {
    title: 'Se liberó tu lugar',
    text: 'Pasaste demasiado tiempo fuera, así que la sala dejó de guardarte el lugar.',
    todo: 'Entra de nuevo con el mismo enlace.',
  },
  offerRefused: {
    title: 'No se pudo conectar el sonido',
    text: 'El servidor no aceptó la forma en que tu navegador quería enviar y recibir el sonido.',
    todo: 'Vuelve a intentarlo. Si sigue igual, actualiza tu navegador o usa otro.',
  },
  noRelayInFence: {
    title: 'Ningún lugar permitido puede llevar el sonido',
    text: 'Esta sala dice por dónde puede pasar su sonido, y ahora no funciona ninguna máquina allí. Tu dispositivo no envió su sonido a ningún otro lugar.',
    todo: 'Vuelve a intentarlo más tarde, o pregunta a quien abrió la sala o administra este servidor.',
  },
  outsideFence: {
    title: 'El camino salía de los lugares permitidos',
    text: 'El servidor nombró una máquina que las reglas de esta sala, o las tuyas, no permiten. Tu dispositivo no envió nada allí.',
    todo: 'Avisa a quien abrió la sala. Si la regla es tuya, está en los ajustes.',
  },
  directoryRefused: {
    title: 'No se puede confiar en la lista de máquinas',
    text: 'Esta sala dice por dónde puede pasar su sonido. Tu dispositivo no pudo comprobar qué máquinas están allí, así que no se conectó a ninguna.',
    todo: 'Vuelve a intentarlo. Si sigue igual, avisa a quien abrió la sala: quizá el servidor muestra una lista falsa.',
  },
  otherVersion: {
    title: 'Esta sala se hizo con otra versión',
    text: 'La página y la sala no usan la misma versión de Stoa.',
    todo: 'Recarga la página. Si sigue igual, pide que abran la sala de nuevo.',
  },
  malformed: {
    title: 'Esta página y el servidor no se entienden',
    text: 'Es probable que la página sea más antigua que el servidor.',
    todo: 'Recarga la página y entra otra vez.',
  },
  unsupportedBrowser: {
    title: 'Este navegador no puede entrar con seguridad',
    text: 'Las salas van cifradas de persona a persona. A este navegador le falta lo necesario, y no hay otra entrada sin protección.',
    todo: 'Abre el enlace en una versión actual de Chrome, Edge, Firefox o Safari.',
  },
  unexpected: {
    title: 'Algo salió mal aquí',
    text: 'La página encontró un error que no esperaba. Ya no estás en la sala.',
    todo: 'Recarga la página y entra otra vez.',
  },
};

export const unsupported = {
  missing: 'Qué falta',
  works: 'Qué funciona',
  browsers:
    'Chrome y Edge desde la versión 141, Firefox desde la 130, Safari desde la 17; también en teléfonos.',
  copy: 'Copiar el enlace',
  part: {
    secureContext: 'Una dirección segura: esta página debe abrirse con https://',
    encryptedMedia: 'Acceso al sonido antes de enviarlo, para cifrarlo',
    modernKeys: 'Claves de tipo moderno (Ed25519 y X25519)',
    webrtc: 'Sonido en tiempo real (WebRTC)',
    worker: 'Trabajo en segundo plano (workers)',
    other: 'Una parte que necesita el cifrado de extremo a extremo',
  },
};
