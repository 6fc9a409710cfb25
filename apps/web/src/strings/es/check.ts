/** Why rooms or their sound do not work here, in words. */
export const checkPage = {
  documentTitle: 'Comprobar la conexión · Stoa',
  heading: 'Comprobar la conexión',
  text: 'Prueba lo que necesita una sala, sin micrófono y sin nadie más. Tarda unos segundos.',
  start: 'Comprobar ahora',
  again: 'Comprobar otra vez',
  running: 'Comprobando…',
  settingsTitle: 'Conexión',
  settingsText: 'Si las salas no se abren o no hay sonido, aquí se averigua por qué.',
  settingsLink: 'Comprobar la conexión',
  result: 'Resultado',
  good: 'Bien',
  fair: 'Funciona, pero',
  bad: 'Problema',
  parts: {
    page: 'Página',
    browser: 'Navegador',
    microphone: 'Micrófono',
    server: 'Servidor',
    rooms: 'Salas',
    sound: 'Sonido',
    clock: 'Reloj',
  },
  says: {
    pageGood: 'La página llegó por una conexión protegida.',
    pageBad:
      'La página no llegó por https. Así los navegadores no dan micrófono ni cifrado. Abre la dirección con https.',
    browserGood: 'Este navegador puede hacer todo lo necesario.',
    browserBad:
      'A este navegador le falta algo que el cifrado necesita. Actualízalo o usa una versión nueva de Chrome, Edge, Firefox o Safari.',
    microphoneGood: 'Hay un micrófono y esta página puede usarlo.',
    microphoneAsk:
      'Hay un micrófono. El navegador te preguntará cuando subas al escenario. Sin él puedes escuchar.',
    microphoneDenied:
      'Esta página no puede usar el micrófono. Permítelo en el navegador, en el signo junto a la dirección. Sin él puedes escuchar.',
    microphoneNone: 'No se encontró ningún micrófono. Conecta uno para hablar. Sin él puedes escuchar.',
    serverGood: 'El servidor responde.',
    serverBad: 'El servidor no responde. Mira si tienes conexión y si una VPN o un filtro lo impide.',
    roomsGood: 'Se pueden abrir salas y entrar en ellas.',
    roomsBusy: 'El servidor está lleno o lo intentaste muchas veces. Espera un minuto y comprueba otra vez.',
    roomsBad:
      'El servidor responde, pero no se establece la conexión duradera que necesitan las salas. Un filtro o un proxy de esta red la corta. Prueba otra red.',
    soundUdp: 'El sonido va por el camino directo, tras {{ms, number}} ms.',
    soundTcp:
      'Esta red bloquea el camino directo, así que el sonido da un rodeo. La voz puede llegar más tarde. Es mejor otra red.',
    soundBad: 'El sonido no pasa. Esta red lo bloquea. Prueba otra red, como la de tu teléfono.',
    clockGood: 'El reloj de este dispositivo está bien.',
    clockBad:
      'El reloj de este dispositivo se desvía {{seconds, number}} s. Puede que se rechacen enlaces y códigos. Deja que se ajuste solo.',
  },
};
