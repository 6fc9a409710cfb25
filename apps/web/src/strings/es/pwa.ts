/** La aplicación entre las demás del dispositivo. */
export const pwa = {
  push: { title: 'Stoa', body: 'Hay algo nuevo para ti.' },
  offline: {
    documentTitle: 'Sin conexión · Stoa',
    title: 'No tienes conexión',
    text: 'Las salas son en directo y nada de ellas se guarda en este dispositivo. Esta página vuelve sola cuando vuelva la red.',
    again: 'Intentar de nuevo',
  },
  update: {
    title: 'Hay una versión nueva',
    text: 'Recarga la página para usarla.',
    reload: 'Recargar',
    later: 'Más tarde',
    inRoomTitle: 'Estás en una sala',
    inRoomText: 'Al recargar sales de ella. Puedes volver con su enlace.',
    inRoomYes: 'Salir y recargar',
  },
  install: {
    title: 'Ten Stoa a mano',
    text: 'En tu pantalla de inicio se abre como cualquier otra aplicación.',
    button: 'Instalar',
    byHand: 'Toca Compartir en el navegador y después «Añadir a pantalla de inicio».',
    later: 'Ahora no',
  },
};
