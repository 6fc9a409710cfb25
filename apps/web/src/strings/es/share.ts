/** Handing the link on. */
export const share = {
  title: 'Invitar a gente',
  text: 'Quien tenga este enlace puede llegar a la puerta.',
  secret:
    'La parte que va después de # es el secreto. Nunca llega al servidor, así que envía el enlace completo y a las personas correctas.',
  link: 'Enlace de esta sala',
  copy: 'Copiar enlace',
  copied: 'Enlace copiado',
  copyFailed: 'Aquí no se permite copiar. Selecciona el enlace y cópialo tú.',
  native: 'Compartir…',
  qr: 'Código QR del enlace: apunta con la cámara de un teléfono para entrar',
  qrHint: 'O apunta al código con la cámara de un teléfono.',
  message: 'Te espero en una sala de Stoa',
};
