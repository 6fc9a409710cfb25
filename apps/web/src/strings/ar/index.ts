// House words, the same everywhere:
//   room غرفة · stage المنصة · audience الجمهور · seat, place مكان
//   moderator مشرف · speaker متحدث · listener مستمع
//   raise hand رفع اليد · lower hand خفض اليد · go on stage الصعود إلى المنصة · step down العودة إلى الجمهور
//   mute كتم · unmute إلغاء الكتم · knock طرق الباب · let in إدخال · line الدور
//   link رابط · secret link رابط سري · invitation دعوة · leave quietly خروج بهدوء
//   keys (of a room) مفاتيح الغرفة · safety code رمز الأمان · signed موقّع
//   account حساب · handle معرّف · passkey مفتاح مرور · recovery code رمز الاسترداد
//   sign in تسجيل الدخول · sign out تسجيل الخروج · notice إشعار · follow متابعة · block حظر
//   club نادٍ · event فعالية · host (an event) استضافة · live مباشر
// Modern Standard Arabic. Buttons are nouns of action, and notices too ("دعوة من …"), so that they fit everybody.
// The numbers one and two are words. Latin fragments that end in signs stand between isolates (U+2066, U+2069).
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

/** Every word of the app in Arabic. */
export const ar = {
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
