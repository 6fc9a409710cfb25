/** The live rooms that one may hear. */
export const hallway = {
  documentTitle: 'ルーム · Stoa',
  heading: '開催中',
  start: 'ルームを開く',
  emptyTitle: '今は静かです',
  emptyText:
    '今、あなたが入れるルームはありません。自分で開くか、誰かをフォローすると、その人たちのルームがここに並びます。',
  find: '人を探す',
  lost: '接続し直しています。一覧が古いかもしれません。',
  onStage_other: 'ステージに{{count, number}}人',
  people_other: '{{count, number}}人',
  friends_other: 'フォロー中の{{count, number}}人がいます',
  invited: '招待されています',
  club: 'クラブ：{{name}}',
  untitled: '非公開ルーム',
  listen: '聞く',
  listenTo: '{{title}}を聞く',
  speakers: 'ステージ：{{names}}',
  kind: { open: '公開', social: 'スピーカーの友だち', club: 'クラブ', closed: '非公開' },
  noLink: 'この端末にはリンクがありません。リンクのある端末で招待を開いてください。',
  guestName: 'ゲスト',
};
