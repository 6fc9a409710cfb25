/** What somebody is told. */
export const notices = {
  documentTitle: 'Avisos · Stoa',
  heading: 'Avisos',
  emptyTitle: 'Todo tranquilo',
  emptyText:
    'Aquí te avisamos cuando alguien te sigue, cuando cambia un evento y cuando tu gente sube al escenario.',
  now: 'Ahora mismo',
  earlier: 'Antes',
  unread: 'Nuevo',
  followed: '{{name}} te sigue',
  clubInvited: '{{name}} te invita al club {{club}}',
  clubRequested: '{{name}} pide entrar en {{club}}',
  clubAccepted: 'Ya estás en {{club}}',
  clubRole: {
    member: 'Eres miembro de {{club}}',
    admin: 'Ahora ayudas a llevar {{club}}',
    owner: '{{club}} ahora está a tu cargo',
  },
  askedToHost: '{{name}} te pide que dirijas {{event}}',
  eventChanged: 'Hay cambios en {{event}}',
  eventCancelled: 'Se canceló {{event}}',
  eventReminder: '{{event}} empieza pronto',
  eventStarted: '{{event}} está en vivo',
  onStage: '{{name}} está en el escenario',
  pinged: '{{name}} te llama a una sala',
  messageRequest: 'A {{name}} le gustaría escribirte',
  safety: {
    reportAnswered: 'Revisamos tu denuncia. Gracias.',
    warning: 'Quienes cuidan este sitio tienen algo que decirte.',
  },
  remove: 'Quitar este aviso',
  settings: '¿Cuándo me avisan?',
};
