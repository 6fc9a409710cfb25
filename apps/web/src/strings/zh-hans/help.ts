/** The settings inside a room, and its help. */
export const settings = {
  microphone: '选择麦克风…',
  announcements: '屏幕阅读器播报',
  announcementsAll: '全部',
  announcementsOwn: '只播报与我有关的',
  help: '帮助和快捷键',
};
export const help = {
  title: '帮助和快捷键',
  keys: '键盘',
  keyMute: '在台上时，静音或取消静音',
  keyHand: '收听时，举手或放下手',
  keyHelp: '显示这份帮助',
  keyChat: '打开或关闭聊天',
  keyEscape: '关闭打开的窗口',
  shortcuts: '启用单键快捷键',
  shortcutsHint: '如果你使用语音输入或语音控制，请关闭。',
  how: '房间是怎么运作的',
  how1: '你进来时是听众。想发言就举手，主持人可以请你上台。',
  how2: '绿色圆环表示谁在发言。勾号表示这个声音已证明来自本人。',
  how3: '离开是悄悄的：没有人会收到通知。',
};
