/** The app itself, starting a room, and coming into one by its link. */
export const app = {
  name: 'Stoa',
  warm: '開個房間、分享連結，就能開聊：只有房間裡的人聽得到。',
  skip: '跳到主要內容',
  documentTitle: '{{title}} · Stoa',
  home: 'Stoa，首頁',
};
export const theme = {
  menu: '顏色與語言',
  language: '語言',
  label: '顏色',
  system: '跟裝置一樣',
  light: '淺色',
  dark: '深色',
};
export const start = {
  title: '開房間',
  documentTitle: '開房間 · Stoa',
  heading: '聊天的房間，中間沒有別人。',
  titleLabel: '要聊什麼？',
  titleHint: '房間的標題，大家進來後看得到。',
  titlePlaceholder: '週日咖啡',
  titleWrong: '請幫房間取一個 1 到 {{max, number}} 個字的標題。',
  button: '開房間',
  busy: '正在打開你的房間…',
  failed: '房間打不開。請檢查網路後再試。',
  tooFast: '你的網路剛剛開了太多房間。請等一分鐘再試。',
  point1: '中間沒有別人',
  point1Text: '金鑰由你的瀏覽器產生。這台伺服器只負責傳遞聲音，自己聽不到。',
  point2: '不用帳號',
  point2Text: '取個名字就能開始。房間不會記錄誰來過。',
  point3: '沒有人躲著聽',
  point3Text: '有多少人聽得到你，隨時看得到。',
};
export const policy = {
  legend: '誰可以進來？',
  open: '任何有連結的人',
  openHint: '適合公開談話：拿到連結的人都能收聽。',
  link: '只限有私密連結的人',
  linkHint: '連結裡有一段這台伺服器永遠看不到的祕密。適合大多數房間。',
  knock: '由我開門',
  knockHint: '有人敲門，每次由你決定。',
  badgeOpen: '公開房間',
  badgeLink: '私密連結',
  badgeKnock: '先敲門',
};
export const strict = {
  choice: '證明每一刻的聲音',
  hint: '每一小段聲音都由講者簽章，驗證過才會播放。房間裡的任何人，就算跟伺服器聯手，也沒辦法冒充別人的聲音，一刻都不行。網路用量會多出五分之一。',
  badge: '每句話都有簽章',
  known: '每一刻的發言都由講者簽章，並在你這邊驗證過才播放。',
  usual: '聲音會在發言時驗證：假冒的聲音兩秒內就會消失。',
};
export const name = {
  label: '你在房間裡的名字',
  hint: '只有房間裡的人看得到，也只記在這台裝置上。',
  placeholder: '例如：小涵',
  wrong: '請輸入 1 到 {{max, number}} 個字的名字。',
};
export const join = {
  documentTitle: '加入房間 · Stoa',
  heading: '有人邀你進房間',
  as: '你進來時的名字',
  text: '你會以聽眾的身分進來。在你舉手後被請上台，或接受邀請之前，麥克風都是關的。',
  button: '加入並收聽',
  point: '按下去，聲音也會一起打開。',
};
