/*
 * The words of the house in Traditional Chinese as written in Taiwan; 你 rather than 您, quotation marks 「」,
 * spaces around names, numbers and Latin words.
 *
 * room 房間 · start a room 開房間 · stage 台上 · go on stage 上台 · audience 聽眾（席）· listener 聽眾
 * speaker 講者 · moderator 主持人 · host (of an event) 主辦 · raise hand 舉手 · lower hand 把手放下
 * freeze the stage 暫停上台 · mute (microphone) 靜音 · mute (a person's news) 隱藏動態 · block 封鎖 · follow 追蹤
 * door 門口 · knock 敲門 · let in 開門、請進 · turn away 婉拒 · leave 離開 · end 結束 · remove 移出
 * link 連結 · secret link 私密連結 · key 金鑰 · safety code 安全碼 · signed list 簽章名單
 * account 帳號 · sign in 登入 · passkey 通行密鑰 (one: 一把) · recovery code 復原碼 · handle 使用者名稱
 * club 社團 · admin 管理員 · owner 擁有者 · member 成員 · event 活動 · notice 通知
 * device 裝置 · token 存取權杖 · tab 分頁 · browser 瀏覽器 · server 伺服器 · network 網路
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

/** Every word the app shows or says, in Traditional Chinese, as written in Taiwan. */
export const zhHant = {
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
