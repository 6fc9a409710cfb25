/** Who can hear the room, how that is known, and what is said when something is wrong with it. */

export const hear = {
  count_one: '{{count, number}} persona puede oír esto',
  count_many: '{{count, number}} de personas pueden oír esto',
  count_other: '{{count, number}} personas pueden oír esto',
  title: '¿Quién puede oír esto?',
  text_one: 'Exactamente {{count, number}} dispositivo tiene las claves de esta sala: el tuyo.',
  text_many:
    'Exactamente {{count, number}} de personas tienen las claves de esta sala, contándote a ti. Nadie más puede oírla: ni este servidor, ni la red.',
  text_other:
    'Exactamente {{count, number}} personas tienen las claves de esta sala, contándote a ti. Nadie más puede oírla: ni este servidor, ni la red.',
  list: 'Cada dispositivo de la sala comprueba una lista firmada de quién entró. Un oyente oculto no estaría en la lista y no tendría clave.',
  limits: 'Ten en cuenta que cualquiera que esté en la sala podría grabarla.',
  safetyTitle: 'Código de seguridad',
  safetyText:
    'Para asegurarte de que no hay nadie en medio, compara este código con alguien de la sala por otra vía: léanlo en voz alta por teléfono o pongan las pantallas una junto a la otra.',
  safetySame: 'Las mismas cifras: comparten la misma sala y las mismas claves.',
  safetyDifferent:
    'Cifras distintas: no te fíes de esta sala. Sal y comparte el enlace de nuevo por otra vía.',
  safetyLabel: 'Código de seguridad: {{code}}',
  copy: 'Copiar el código',
  open: '{{people}}. Mostrar cómo se sabe',
  agree: 'La lista firmada, las claves y las conexiones de sonido coinciden.',
  policyOpen: 'Esta es una sala abierta: quien reciba el enlace puede entrar y escuchar.',
  policyLink: 'Solo puede entrar quien tenga el enlace secreto completo.',
  policyKnock: 'Alguien que modera deja entrar a cada persona.',
};

export const mismatch = {
  title: 'Los números no coinciden',
  text: 'Lista firmada: {{roster, number}}. Servidor: {{participants, number}}. Conexiones de sonido: {{consumers, number}}. Puede pasar por un momento mientras la gente entra y sale.',
  todo: 'Si sigue así, no digas nada privado. Compara el código de seguridad o abre otra sala.',
};

export const alarm = {
  dismiss: 'Entiendo',
  compare: 'Comparar el código de seguridad',
  hostMissing: {
    title: 'Hace un rato que no responde ningún dispositivo de la moderación',
    text: 'Puedes seguir hablando. No puede entrar nadie más hasta que vuelva alguien que modere.',
    todo: 'Si nadie vuelve, abre otra sala y comparte su enlace.',
  },
  sendingStopped: {
    title: 'Tu micrófono dejó de enviar',
    text: 'Los dispositivos de la moderación llevan demasiado tiempo fuera para saber con seguridad quién escucha, así que no se envía nada de lo que dices.',
    todo: 'Se reanuda por sí solo cuando vuelva alguien que modere. También puedes abrir otra sala.',
  },
  keysRestarted: {
    title: 'Las claves de la sala se crearon de nuevo',
    text: 'Ya no quedaba nadie que moderara, y se hizo cargo el dispositivo de otra persona.',
    todo: 'Vuelve a comparar el código de seguridad con alguien que conozcas antes de decir nada privado.',
  },
  forgedKeys: {
    title: 'Se rechazaron claves falsas',
    text: 'Algo en el camino ofreció claves que no son de esta sala. Tu navegador no las aceptó.',
    todo: 'Si vuelve a pasar, sal y comparte el enlace de una sala nueva por otra vía.',
  },
  forgedMessages: {
    title: 'Se rechazó un mensaje falso',
    text: 'Alguien en la sala, o en el camino, envió un mensaje que no escribió la persona cuyo nombre llevaba. No se muestra.',
    todo: 'Si vuelve a pasar, sal y comparte el enlace de una sala nueva por otra vía.',
  },
  forkedRoster: {
    title: 'Te mostraron dos listas de personas distintas',
    text: 'El servidor, o alguien en medio, no dice lo mismo a todos sobre quién está aquí.',
    todo: 'No digas nada privado. Sal, avisa a los demás por otra vía y abre una sala nueva en otro sitio.',
  },
};
