// House words, the same everywhere:
//   room sala · stage escenario · audience público · seat lugar
//   moderator moderación (the role, so that it has no gender) · speaker ponente · listener oyente
//   raise hand levantar la mano · lower hand bajar la mano · go on stage subir al escenario
//   mute silenciar · muted con el micrófono apagado · knock tocar la puerta · let in dejar entrar
//   link enlace · secret link enlace secreto · invitation invitación · leave quietly salir sin avisar
//   keys (of a room) claves · safety code código de seguridad · signed firmado
//   account cuenta · handle nombre de usuario · passkey llave de acceso · recovery code código de recuperación
//   sign in iniciar sesión · sign out cerrar sesión · notice aviso · follow seguir · block bloquear
//   club club · event evento · host (an event) dirigir, a cargo de · live en vivo
// Spanish of no one country, "tú", never "vosotros"; turns of phrase that fit a woman, a man or anybody.
import { account } from './account.ts';
import { alarm, hear, mismatch } from './alarms.ts';
import { answers } from './answers.ts';
import { connecting, door, reconnecting } from './arriving.ts';
import { checkPage } from './check.ts';
import { closed, unsupported } from './closed.ts';
import { clubsPage } from './clubs.ts';
import { eventsPage } from './events.ts';
import { fence } from './fence.ts';
import { frame } from './frame.ts';
import { hallway } from './hallway.ts';
import { dialog, help, settings } from './help.ts';
import { chat, inRoom, probation, rules } from './in-room.ts';
import { messagesPage } from './messages.ts';
import { invite, mic, sound } from './microphone.ts';
import { notices } from './notices.ts';
import { openRoom } from './open-room.ts';
import { people } from './people.ts';
import { pwa } from './pwa.ts';
import { report } from './report.ts';
import { audience, end, hands, knocks, person, role, room, seat, stage, waiting } from './room.ts';
import { safety } from './safety.ts';
import { outcome, say } from './say.ts';
import { settingsPage } from './settings.ts';
import { share } from './share.ts';
import { app, join, name, policy, start, strict, theme } from './start-and-join.ts';
import { taste } from './taste.ts';
import { topics } from './topics.ts';

/** Every word of the app in Spanish. */
export const es = {
  frame,
  fence,
  answers,
  account,
  hallway,
  checkPage,
  clubsPage,
  eventsPage,
  openRoom,
  pwa,
  taste,
  notices,
  messagesPage,
  settingsPage,
  people,
  topics,
  report,
  safety,
  app,
  theme,
  start,
  policy,
  strict,
  name,
  join,
  connecting,
  door,
  reconnecting,
  closed,
  unsupported,
  room,
  role,
  seat,
  person,
  hands,
  waiting,
  knocks,
  audience,
  hear,
  mismatch,
  share,
  invite,
  mic,
  sound,
  stage,
  end,
  dialog,
  alarm,
  settings,
  help,
  outcome,
  say,
  chat,
  inRoom,
  rules,
  probation,
};
