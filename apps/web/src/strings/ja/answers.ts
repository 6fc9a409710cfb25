/** Why something could not be shown or done, in the app around the rooms. */
export const answers = {
  loading: '読み込み中…',
  again: 'もう一度試す',
  more: 'もっと見る',
  refused: {
    malformed: '入力内容に合わないところがあります。確かめて、もう一度お試しください。',
    signedOut: 'ログアウトしています。ログインして、もう一度お試しください。',
    notFound: '何もないか、あなたには公開されていません。',
    notAllowed: 'ここではその操作はできません。',
    needsPasskey: '先にパスキーで確認してください。',
    taken: 'この名前は使われています。別の名前を選んでください。',
    tooFast: '操作が少し速すぎました。少し待ってからもう一度お試しください。',
    tooMany: '1人が持てる数の上限に達しています。',
    busy: 'サーバーがとても混み合っています。しばらくしてからもう一度お試しください。',
    full: '空きがありません。',
    paused: 'ただいま停止中です。あとでもう一度お試しください。',
    notYet: 'まだできません。もう少しあとでできるようになります。',
    banned: 'このアカウントは利用を停止されています。',
    offline: 'サーバーにつながりません。接続を確かめて、もう一度お試しください。',
    unexpected: '問題が起きました。ページを再読み込みして、もう一度お試しください。',
  },
};
