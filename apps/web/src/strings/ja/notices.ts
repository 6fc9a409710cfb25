/** What somebody is told. */
export const notices = {
  documentTitle: '通知 · Stoa',
  heading: '通知',
  emptyTitle: '通知はありません',
  emptyText:
    'フォローされたとき、イベントが変わったとき、友だちがステージに上がったときに、ここでお知らせします。',
  now: 'たった今',
  earlier: 'これまで',
  unread: '新着',
  followed: '{{name}}さんにフォローされました',
  clubInvited: '{{name}}さんからクラブ「{{club}}」に招待されました',
  clubRequested: '{{name}}さんが「{{club}}」への参加を申請しています',
  clubAccepted: '「{{club}}」に参加しました',
  clubRole: {
    member: '「{{club}}」のメンバーになりました',
    admin: '「{{club}}」の管理者になりました',
    owner: '「{{club}}」のオーナーになりました',
  },
  askedToHost: '{{name}}さんから「{{event}}」の主催を頼まれました',
  eventChanged: '「{{event}}」の内容が変わりました',
  eventCancelled: '「{{event}}」は中止になりました',
  eventReminder: '「{{event}}」がもうすぐ始まります',
  eventStarted: '「{{event}}」が始まっています',
  onStage: '{{name}}さんがステージにいます',
  pinged: '{{name}}さんからルームに誘われました',
  messageRequest: '{{name}}さんがメッセージを送りたいそうです',
  safety: {
    reportAnswered: '報告を確認しました。ありがとうございます。',
    warning: '運営スタッフからお伝えしたいことがあります。',
  },
  remove: 'この通知を消す',
  settings: 'いつ通知しますか？',
};
