/** The room: its stage and its controls. */
export const room = {
  documentTitle: '{{title}} · Stoa',
  untitled: '房间',
  stage: '台上',
  stageEmpty: '现在台上没有人。',
  frozen: '暂停上台',
  share: '邀请别人',
  shareShort: '邀请',
  menu: '房间菜单',
  menuShort: '更多',
  mediaTitle: '在 Stoa 的房间里',
  leave: '悄悄离开',
  leaveShort: '离开',
  controls: '你的操作',
  notices: '通知',
  moderation: '门口和排队的人',
  me: '你',
};
export const stage = {
  leave: '下台，回到听众席',
  freeze: '暂停上台',
  unfreeze: '恢复上台',
  freezeHint: '没有新的人上台，也不能举手。',
};
export const end = {
  item: '结束房间（所有人离开）',
  title: '为所有人结束房间？',
  text: '所有人都会离开，密钥会被丢弃。这个链接将无法再用。',
  yes: '结束房间',
};
export const dialog = { close: '关闭', cancel: '取消', done: '完成', ok: '好' };
export const share = {
  title: '邀请别人',
  text: '有这个链接的人都能来到门口。',
  secret: '# 后面的部分是秘密，不会传到服务器。所以请把完整的链接发给对的人。',
  link: '这个房间的链接',
  copy: '复制链接',
  copied: '链接已复制',
  copyFailed: '这里不允许复制。请选中链接，自己复制。',
  native: '分享…',
  qr: '链接的二维码：用手机相机对准即可加入',
  qrHint: '也可以用手机相机对准二维码。',
  message: '来 Stoa 的房间里一起聊聊',
};
