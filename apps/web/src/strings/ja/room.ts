/** The room: its stage and its controls. */
export const room = {
  documentTitle: '{{title}} · Stoa',
  untitled: 'ルーム',
  stage: 'ステージ',
  stageEmpty: '今、ステージには誰もいません。',
  frozen: 'ステージ締め切り中',
  share: '招待する',
  shareShort: '招待',
  menu: 'ルームのメニュー',
  menuShort: 'その他',
  mediaTitle: 'Stoa のルームに参加中',
  leave: 'そっと退出',
  leaveShort: '退出',
  controls: 'あなたの操作',
  notices: 'お知らせ',
  moderation: '入口と順番待ち',
  me: 'あなた',
};
export const stage = {
  leave: 'ステージを降りて客席へ',
  freeze: 'ステージを締め切る',
  unfreeze: 'ステージを再開する',
  freezeHint: '新しくステージに上がる人はなく、手も挙げられません。',
};
export const end = {
  item: 'ルームを終了（全員退出）',
  title: 'ルームを終了しますか？',
  text: '全員が退出し、鍵は捨てられます。このリンクは二度と使えません。',
  yes: 'ルームを終了',
};
export const dialog = { close: '閉じる', cancel: 'キャンセル', done: '完了', ok: 'OK' };
export const share = {
  title: '招待する',
  text: 'このリンクがあれば、誰でも入口まで来られます。',
  secret: '#より後ろが秘密です。サーバーには届きません。リンク全体を、届けたい人だけに送ってください。',
  link: 'このルームのリンク',
  copy: 'リンクをコピー',
  copied: 'リンクをコピーしました',
  copyFailed: 'ここではコピーが許可されていません。リンクを選択して、ご自分でコピーしてください。',
  native: '共有…',
  qr: 'リンクのQRコード：スマートフォンのカメラを向けると入れます',
  qrHint: 'スマートフォンのカメラをコードに向けても入れます。',
  message: 'Stoaのルームで一緒に話しませんか',
};
