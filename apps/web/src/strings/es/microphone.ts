/** Coming on stage, the microphone, and sound that the browser holds back. */

export const invite = {
  title: 'Te invitan al escenario',
  text: 'Si aceptas, tu navegador te pide el micrófono y toda la sala puede oírte. Puedes silenciarte cuando quieras.',
  bluetooth:
    'Con auriculares Bluetooth, el sonido puede cambiar al encenderse el micrófono. Los auriculares con cable o el micrófono integrado suenan mejor.',
  accept: 'Subir al escenario',
  decline: 'Ahora no',
  asking: 'Esperando tu micrófono…',
  askingHint: 'Tu navegador pregunta si Stoa puede usar el micrófono. Elige «Permitir».',
};

export const mic = {
  mute: 'Silenciar',
  unmute: 'Activar',
  muteLabel: 'Tu micrófono está encendido. Pulsa para silenciarlo',
  unmuteLabel: 'Tu micrófono está apagado. Pulsa para activarlo',
  asking: 'Permite el micrófono…',
  choose: 'Micrófono',
  chooseTitle: '¿Qué micrófono?',
  chooseText: 'Con un micrófono de cable o integrado, los auriculares Bluetooth conservan su buen sonido.',
  none: 'No se encontró ningún micrófono.',
  unnamed: 'Micrófono {{count, number}}',
  chosen: 'Se cambió el micrófono.',
  use: 'Usar este micrófono',
  denied: {
    title: 'El micrófono no está permitido',
    text: 'Tu navegador no le dio el micrófono a esta página. Sigues en la sala y lo oyes todo.',
    step1: 'Abre los ajustes de la página: el icono junto a la dirección.',
    step2: 'Pon «Micrófono» en «Permitir».',
    step3: 'Luego vuelve a intentarlo aquí. Algunos navegadores piden recargar antes la página.',
  },
  missing: {
    title: 'No se encontró ningún micrófono',
    text: 'Sigues en la sala y lo oyes todo.',
    step1: 'Conecta un micrófono o unos auriculares con micrófono, o enciéndelos.',
    step2: 'Revisa en los ajustes de tu dispositivo que no esté desactivado.',
    step3: 'Luego vuelve a intentarlo aquí.',
  },
  busy: {
    title: 'El micrófono está en uso',
    text: 'Lo tiene otro programa. Sigues en la sala y lo oyes todo.',
    step1: 'Cierra otras llamadas y grabaciones, también en otras pestañas.',
    step2: 'Si tienes otro micrófono, elígelo.',
    step3: 'Luego vuelve a intentarlo aquí.',
  },
  again: 'Intentar de nuevo',
  handAgain: 'Volver a levantar la mano',
  listenOnly: 'Seguir escuchando',
  stayMuted: 'Seguir en silencio',
};

export const sound = {
  title: 'Tu navegador retiene el sonido',
  text: 'Quiere un toque antes de reproducir algo.',
  button: 'Toca para escuchar',
};
