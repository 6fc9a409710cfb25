/** ¿De qué te gusta oír hablar? */
export const taste = {
  title: '¿De qué te gusta oír hablar?',
  text: 'Las salas sobre ello van primero. Tu elección se queda en este dispositivo.',
  topics: 'Temas',
  languages: 'Idiomas que entiendes',
  choose: 'Elegir',
  done: 'Listo',
};
