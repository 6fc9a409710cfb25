/** Why something could not be shown or done, in the app around the rooms. */
export const answers = {
  loading: 'Cargando…',
  again: 'Intentar de nuevo',
  more: 'Mostrar más',
  refused: {
    malformed: 'Algo no encaja. Revisa lo que escribiste y vuelve a intentarlo.',
    signedOut: 'Tu sesión está cerrada. Iníciala y vuelve a intentarlo.',
    notFound: 'Aquí no hay nada, o no es para ti.',
    notAllowed: 'Aquí no puedes hacer eso.',
    needsPasskey: 'Primero confirma con tu llave de acceso.',
    taken: 'Ese nombre ya existe. Elige otro.',
    tooFast: 'Eso fue un poco rápido. Espera un momento y vuelve a intentarlo.',
    tooMany: 'Ya tienes tantos como el servidor guarda para una persona.',
    busy: 'El servidor tiene mucho trabajo. Vuelve a intentarlo dentro de un rato.',
    full: 'Ya no queda lugar.',
    paused: 'Esto está en pausa. Vuelve a intentarlo más tarde.',
    notYet: 'Todavía no. Podrás hacerlo un poco más tarde.',
    banned: 'Esta cuenta está suspendida.',
    offline: 'No se puede llegar al servidor. Revisa tu conexión y vuelve a intentarlo.',
    unexpected: 'Algo salió mal aquí. Recarga la página y vuelve a intentarlo.',
  },
};
