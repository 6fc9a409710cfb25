/** The app itself, starting a room, and coming into one by its link. */
export const app = {
  name: 'Stoa',
  warm: '开个房间，分享链接，开始聊天：只有房间里的人听得到。',
  skip: '跳到正文',
  documentTitle: '{{title}} · Stoa',
  home: 'Stoa，首页',
};
export const theme = {
  menu: '颜色和语言',
  language: '语言',
  label: '颜色',
  system: '跟随设备',
  light: '浅色',
  dark: '深色',
};
export const start = {
  title: '开房间',
  documentTitle: '开房间 · Stoa',
  heading: '聊天的房间，中间没有别人。',
  titleLabel: '聊点什么？',
  titleHint: '房间的标题。大家进来后看得到。',
  titlePlaceholder: '周日咖啡',
  titleWrong: '请给房间取一个 1 到 {{max, number}} 个字的标题。',
  button: '开房间',
  busy: '正在打开你的房间…',
  failed: '房间没能打开。请检查网络后再试。',
  tooFast: '你的网络刚刚开了太多房间。请等一分钟再试。',
  point1: '中间没有别人',
  point1Text: '密钥由你的浏览器生成。这台服务器只负责传递声音，自己听不到。',
  point2: '不用账号',
  point2Text: '取个名字就能开始。房间不会记录谁来过。',
  point3: '没有人偷听',
  point3Text: '有多少人能听到你，你随时看得到。',
};
export const policy = {
  legend: '谁可以进来？',
  open: '任何有链接的人',
  openHint: '适合公开谈话：拿到链接的人都能收听。',
  link: '仅限有私密链接的人',
  linkHint: '链接里有一段这台服务器永远看不到的秘密。适合大多数房间。',
  knock: '由我放人进来',
  knockHint: '有人敲门，每次由你决定。',
  badgeOpen: '公开房间',
  badgeLink: '私密链接',
  badgeKnock: '先敲门',
};
export const strict = {
  choice: '证明每一刻的声音',
  hint: '每一小段声音都由发言者签名，验证后才会播放。房间里的任何人，哪怕与服务器联手，也无法冒充别人的声音，一刻也不行。流量会增加五分之一。',
  badge: '每句话都有签名',
  known: '每一刻的发言都由发言者签名，并在你这里验证后才播放。',
  usual: '声音会在发言时验证：假冒的声音会在两秒内静音。',
};
export const name = {
  label: '你在房间里的名字',
  hint: '只有房间里的人看得到，也只保存在这台设备上。',
  placeholder: '例如：小林',
  wrong: '请输入 1 到 {{max, number}} 个字的名字。',
};
export const join = {
  documentTitle: '加入房间 · Stoa',
  heading: '有人邀请你进房间',
  as: '你进来时的名字',
  text: '你会以听众身份进来。在你举手后被请上台，或接受邀请之前，麦克风一直关闭。',
  button: '加入并收听',
  point: '点一下，声音也会一起打开。',
};
