/*
 * The words of the house in Simplified Chinese; 你 rather than 您, spaces around names, numbers and Latin words.
 *
 * room 房间 · start a room 开房间 · stage 台上 · go on stage 上台 · audience 听众（席）· listener 听众
 * speaker 发言者 · moderator 主持人 · host (of an event) 主办 · raise hand 举手 · lower hand 放下手
 * freeze the stage 暂停上台 · mute (microphone) 静音 · mute (a person's news) 隐藏动态 · block 拉黑 · follow 关注
 * door 门口 · knock 敲门 · let in 放行 · leave 离开 · end 结束 · remove 移出
 * link 链接 · secret link 私密链接 · key 密钥 · safety code 安全码 · signed list 签名名单
 * account 账号 · sign in 登录 · passkey 通行密钥 · recovery code 恢复码 · handle 用户名
 * club 俱乐部 · admin 管理员 · owner 所有者 · member 成员 · event 活动 · notice 通知
 * device 设备 · token 访问令牌 · tab 标签页 · browser 浏览器
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

/** Every word the app shows or says, in Simplified Chinese. */
export const zhHans = {
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
