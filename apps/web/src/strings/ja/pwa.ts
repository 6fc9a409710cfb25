/** 端末のほかのアプリと並ぶとき。 */
export const pwa = {
  push: { title: 'Stoa', body: '新しいお知らせがあります。' },
  offline: {
    documentTitle: '接続がありません · Stoa',
    title: '接続されていません',
    text: 'ルームは生の会話で、この端末には何も残りません。ネットワークが戻ると、このページも自動で戻ります。',
    again: 'もう一度試す',
  },
  update: {
    title: '新しいバージョンがあります',
    text: '再読み込みすると使えます。',
    reload: '再読み込み',
    later: 'あとで',
    inRoomTitle: 'ルームに参加中です',
    inRoomText: '再読み込みすると退出します。リンクからまた参加できます。',
    inRoomYes: '退出して再読み込み',
  },
  install: {
    title: 'Stoa をすぐ使えるように',
    text: 'ホーム画面に置くと、ほかのアプリと同じように開けます。',
    button: 'インストール',
    byHand: 'ブラウザーの「共有」をタップし、「ホーム画面に追加」を選んでください。',
    later: '今はしない',
  },
};
