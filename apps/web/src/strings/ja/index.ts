/*
 * The words of the house in Japanese; です/ます for sentences, plain forms for buttons, さん after names.
 *
 * room ルーム · start a room ルームを開く · stage ステージ · on stage ステージにいる、ステージに上がる
 * audience 客席 · listener リスナー · speaker スピーカー · moderator モデレーター · host (of an event) 主催
 * raise hand 手を挙げる · raised hands 挙手 · freeze the stage ステージを締め切る · mute ミュート
 * door 入口 · knock ノック · let in 許可 · leave 退出 · end 終了 · remove 退出させる
 * link リンク · secret link 秘密のリンク · key 鍵 · safety code 安全コード · signed list 署名付きの名簿
 * account アカウント · sign in ログイン · passkey パスキー · recovery code 復旧コード · handle ハンドル
 * club クラブ · admin 管理者 · owner オーナー · member メンバー · event イベント · notice 通知
 * follow フォロー · block ブロック · device 端末 · token アクセストークン
 */
import { account } from './account.ts';
import { answers } from './answers.ts';
import { connecting, door, reconnecting } from './arriving.ts';
import { checkPage } from './check.ts';
import { closed } from './closed.ts';
import { clubsPage } from './clubs.ts';
import { eventsPage } from './events.ts';
import { fence } from './fence.ts';
import { frame } from './frame.ts';
import { hallway } from './hallway.ts';
import { help, settings } from './help.ts';
import { chat, inRoom, probation, rules } from './in-room.ts';
import { messagesPage } from './messages.ts';
import { invite, mic, sound } from './microphone.ts';
import { notices } from './notices.ts';
import { openRoom } from './open-room.ts';
import { people } from './people.ts';
import { audience, hands, knocks, person, role, seat, waiting } from './people-in-room.ts';
import { pwa } from './pwa.ts';
import { report } from './report.ts';
import { dialog, end, room, share, stage } from './room.ts';
import { safety } from './safety.ts';
import { settingsPage } from './settings.ts';
import { outcome, say } from './spoken.ts';
import { app, join, name, policy, start, strict, theme } from './start-and-join.ts';
import { taste } from './taste.ts';
import { topics } from './topics.ts';
import { alarm, hear, mismatch } from './trust.ts';
import { unsupported } from './unsupported.ts';

/** Every word the app shows or says, in Japanese. */
export const ja = {
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
