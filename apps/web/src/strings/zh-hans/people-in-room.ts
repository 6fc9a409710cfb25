/** The people of a room: on stage, in the audience, at the door, with a hand up. */
export const role = { moderator: '主持人', speaker: '发言者', listener: '听众' };
export const seat = {
  you: '你',
  muted: '已静音',
  away: '暂时离开，正在重新连接',
  awayShort: '离开',
  verified: '声音已验证',
  failed: '声音未通过验证',
  failedShort: '未验证',
  speaking: '正在发言',
  nameless: '有人',
};
export const person = {
  options: '{{name}} 的选项',
  invite: '邀请上台',
  mute: '静音',
  moveToAudience: '移到听众席',
  makeModerator: '设为主持人',
  keepOnStage: '留在台上',
  silence: '禁止写消息',
  unsilence: '允许再写消息',
  remove: '移出房间',
  removeTitle: '把 {{name}} 移出房间？',
  removeText: '对方会立刻听不到房间里的声音，密钥也会更换，无法继续偷听。',
  removeYes: '移出',
  moderatorTitle: '把 {{name}} 设为主持人？',
  moderatorText: '主持人可以邀请、静音和移出别人，放人进来，以及结束房间。此操作无法撤销。',
  moderatorYes: '设为主持人',
};
export const hands = {
  title: '举手的人',
  count_other: '{{count, number}} 人举手',
  none: '没有人举手。',
  invite: '邀请 {{name}} 上台',
  inviteShort: '邀请',
  dismiss: '放下 {{name}} 的手',
  more_other: '还有 {{count, number}} 人',
  raise: '举手',
  lower: '放下手',
  raiseLabel: '举手申请上台',
  lowerLabel: '你已举手。按下可放下手',
  next: '你已举手。下一个就是你。',
  position: '你已举手。你排在第 {{count, number}} 位。',
  means: '主持人同意后，你会立刻上台，麦克风随即打开。这时蓝牙耳机的声音可能会变。',
  frozen: '现在暂停上台，暂时不能举手。',
};
export const waiting = {
  button_other: '{{count, number}} 人在等。查看门口和排队的人',
  count: '{{count, number}}',
};
export const knocks = {
  title: '在门口',
  admit: '让 {{name}} 进来',
  admitShort: '放行',
  deny: '拒绝 {{name}}',
};
export const audience = {
  title: '听众',
  total_other: '{{count, number}} 人在听',
  empty: '还没有听众。分享链接，打开它的人就会来到这里。',
  invite: '分享链接',
  more: '显示更多人',
  shown: '已显示 {{shown, number}} 人，共 {{total, number}} 人',
};
