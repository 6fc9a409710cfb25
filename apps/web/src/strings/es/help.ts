/** Dialogs, one's own settings in a room, and how a room works. */

export const dialog = { close: 'Cerrar', cancel: 'Cancelar', done: 'Listo', ok: 'Aceptar' };

export const settings = {
  microphone: 'Elegir micrófono…',
  announcements: 'El lector de pantalla dice',
  announcementsAll: 'Todo',
  announcementsOwn: 'Solo lo que me afecta',
  help: 'Ayuda y atajos',
};

export const help = {
  title: 'Ayuda y atajos',
  keys: 'Teclado',
  keyMute: 'Silenciar o activar tu micrófono, si estás en el escenario',
  keyHand: 'Levantar o bajar la mano, si escuchas',
  keyHelp: 'Mostrar esta ayuda',
  keyChat: 'Abrir o cerrar el chat',
  keyEscape: 'Cerrar lo que esté abierto',
  shortcuts: 'Atajos de una sola tecla activados',
  shortcutsHint: 'Desactívalos si dictas o usas control por voz.',
  how: 'Cómo funciona una sala',
  how1: 'Entras como oyente. Levanta la mano para hablar; alguien que modera puede invitarte al escenario.',
  how2: 'Un anillo verde muestra quién habla. Una marca de verificación dice que se demostró que esa voz es de esa persona.',
  how3: 'Se sale sin avisar: nadie recibe un aviso.',
};
