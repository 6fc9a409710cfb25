/** The settings inside a room, and its help. */
export const settings = {
  microphone: '選擇麥克風…',
  announcements: '螢幕報讀器朗讀',
  announcementsAll: '全部',
  announcementsOwn: '只唸跟我有關的',
  help: '說明與快速鍵',
};
export const help = {
  title: '說明與快速鍵',
  keys: '鍵盤',
  keyMute: '在台上時，靜音或取消靜音',
  keyHand: '收聽時，舉手或把手放下',
  keyHelp: '顯示這份說明',
  keyChat: '開啟或關閉聊天',
  keyEscape: '關閉打開的視窗',
  shortcuts: '啟用單鍵快速鍵',
  shortcutsHint: '如果你使用語音輸入或語音控制，請關閉。',
  how: '房間怎麼運作',
  how1: '你進來時是聽眾。想發言就舉手，主持人可以請你上台。',
  how2: '綠色圓環表示誰在發言。打勾表示這個聲音已證明是本人的。',
  how3: '離開很安靜：沒有人會收到通知。',
};
