/** The people of a room: on stage, in the audience, at the door, with a hand up. */
export const role = { moderator: '主持人', speaker: '講者', listener: '聽眾' };
export const seat = {
  you: '你',
  muted: '已靜音',
  away: '暫時離開，正在重新連線',
  awayShort: '離開',
  verified: '聲音已驗證',
  failed: '聲音未通過驗證',
  failedShort: '未驗證',
  speaking: '正在發言',
  nameless: '有人',
};
export const person = {
  options: '{{name}} 的選項',
  invite: '邀請上台',
  mute: '靜音',
  moveToAudience: '移到聽眾席',
  makeModerator: '設為主持人',
  keepOnStage: '留在台上',
  silence: '禁止傳訊息',
  unsilence: '允許再傳訊息',
  remove: '移出房間',
  removeTitle: '要將 {{name}} 移出房間嗎？',
  removeText: '對方會立刻聽不到房間裡的聲音，金鑰也會更換，沒辦法繼續偷聽。',
  removeYes: '移出',
  moderatorTitle: '要將 {{name}} 設為主持人嗎？',
  moderatorText: '主持人可以邀請、靜音和移出別人、開門讓人進來，還能結束房間。這個動作無法復原。',
  moderatorYes: '設為主持人',
};
export const hands = {
  title: '舉手的人',
  count_other: '{{count, number}} 人舉手',
  none: '沒有人舉手。',
  invite: '邀請 {{name}} 上台',
  inviteShort: '邀請',
  dismiss: '將 {{name}} 的手放下',
  more_other: '還有 {{count, number}} 人',
  raise: '舉手',
  lower: '把手放下',
  raiseLabel: '舉手要求上台',
  lowerLabel: '你正在舉手。按一下把手放下',
  next: '你正在舉手。下一位就是你。',
  position: '你正在舉手。你排在第 {{count, number}} 位。',
  means: '主持人同意後，你會立刻上台，麥克風也會打開。這時藍牙耳機的聲音可能會變。',
  frozen: '目前暫停上台，暫時不能舉手。',
};
export const waiting = {
  button_other: '{{count, number}} 人在等。查看門口和排隊的人',
  count: '{{count, number}}',
};
export const knocks = {
  title: '在門口',
  admit: '讓 {{name}} 進來',
  admitShort: '請進',
  deny: '婉拒 {{name}}',
};
export const audience = {
  title: '聽眾',
  total_other: '{{count, number}} 人在聽',
  empty: '還沒有聽眾。分享連結，打開的人就會來到這裡。',
  invite: '分享連結',
  more: '顯示更多人',
  shown: '已顯示 {{shown, number}} 人，共 {{total, number}} 人',
};
