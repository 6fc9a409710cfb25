/** The app itself, starting a room, and coming into one by its link. */
export const app = {
  name: 'Stoa',
  warm: 'ルームを開いて、リンクを送って、話しましょう。聞けるのはルームにいる人だけです。',
  skip: '本文へ移動',
  documentTitle: '{{title}} · Stoa',
  home: 'Stoa、トップページ',
};
export const theme = {
  menu: '色と言語',
  language: '言語',
  label: '色',
  system: '端末に合わせる',
  light: 'ライト',
  dark: 'ダーク',
};
export const start = {
  title: 'ルームを開く',
  documentTitle: 'ルームを開く · Stoa',
  heading: '話すための部屋。間には誰もいません。',
  titleLabel: 'どんな話をしますか？',
  titleHint: 'ルームのタイトルです。入った人に表示されます。',
  titlePlaceholder: '日曜のコーヒー',
  titleWrong: 'ルームのタイトルを1〜{{max, number}}文字で入力してください。',
  button: 'ルームを開く',
  busy: 'ルームを開いています…',
  failed: 'ルームを開けませんでした。接続を確かめて、もう一度お試しください。',
  tooFast:
    'お使いのネットワークから、続けてたくさんのルームが開かれました。1分ほど待ってからもう一度お試しください。',
  point1: '間には誰もいません',
  point1Text: '鍵はあなたのブラウザが作ります。このサーバーは音声を届けるだけで、聞くことはできません。',
  point2: 'アカウント不要',
  point2Text: '名前を決めたらすぐ始められます。誰がいたかの記録は残りません。',
  point3: '隠れて聞く人はいません',
  point3Text: '何人に聞こえているかが、いつでもわかります。',
};
export const policy = {
  legend: '誰が入れますか？',
  open: 'リンクを知っている人なら誰でも',
  openHint: '公開のトーク向き。リンクを受け取った人は誰でも聞けます。',
  link: '秘密のリンクを持つ人だけ',
  linkHint: 'リンクには、このサーバーにも見えない秘密が入っています。たいていのルームにおすすめです。',
  knock: '自分で入れる',
  knockHint: '入りたい人がノックし、その都度あなたが決めます。',
  badgeOpen: '公開ルーム',
  badgeLink: '秘密のリンク',
  badgeKnock: 'ノック制',
};
export const strict = {
  choice: '一瞬ごとに本人の声と証明する',
  hint: 'すべての音に話し手が署名し、聞こえる前に確かめます。ルームの誰かがサーバーと手を組んでも、一瞬たりとも声を偽れません。通信量は2割ほど増えます。',
  badge: 'すべての声に署名',
  known: '話し声は一瞬ごとに話し手が署名し、聞こえる前にこの端末で確かめています。',
  usual: '話している間に声を確かめています。偽の声は2秒以内に聞こえなくなります。',
};
export const name = {
  label: 'ルームでの名前',
  hint: 'ルームにいる人だけに見えます。この端末だけに保存されます。',
  placeholder: '例：あおい',
  wrong: '名前を1〜{{max, number}}文字で入力してください。',
};
export const join = {
  documentTitle: 'ルームに入る · Stoa',
  heading: 'ルームに招待されています',
  as: '入るときの名前',
  text: 'まずリスナーとして入ります。手を挙げてステージに呼ばれるか、招待を受けるまで、マイクはオフのままです。',
  button: '入って聞く',
  point: '押すと、音も出るようになります。',
};
