/** The room: its stage and its controls. */
export const room = {
  documentTitle: '{{title}} · Stoa',
  untitled: '房間',
  stage: '台上',
  stageEmpty: '現在台上沒有人。',
  frozen: '暫停上台',
  share: '邀請別人',
  shareShort: '邀請',
  menu: '房間選單',
  menuShort: '更多',
  mediaTitle: '在 Stoa 的房間裡',
  leave: '悄悄離開',
  leaveShort: '離開',
  controls: '你的操作',
  notices: '通知',
  moderation: '門口和排隊的人',
  me: '你',
};
export const stage = {
  leave: '下台，回到聽眾席',
  freeze: '暫停上台',
  unfreeze: '恢復上台',
  freezeHint: '不會有新的人上台，也不能舉手。',
};
export const end = {
  item: '結束房間（所有人離開）',
  title: '要為所有人結束房間嗎？',
  text: '所有人都會離開，金鑰會丟棄，這個連結也不能再用。',
  yes: '結束房間',
};
export const dialog = { close: '關閉', cancel: '取消', done: '完成', ok: '好' };
export const share = {
  title: '邀請別人',
  text: '有這個連結的人都能來到門口。',
  secret: '# 後面的部分是祕密，不會傳到伺服器。所以請把完整的連結傳給對的人。',
  link: '這個房間的連結',
  copy: '複製連結',
  copied: '已複製連結',
  copyFailed: '這裡不允許複製。請選取連結，自己複製。',
  native: '分享…',
  qr: '連結的 QR Code：用手機相機對準就能加入',
  qrHint: '也可以用手機相機對準 QR Code。',
  message: '來 Stoa 的房間一起聊聊吧',
};
