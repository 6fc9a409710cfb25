/** The settings inside a room, and its help. */
export const settings = {
  microphone: 'マイクを選ぶ…',
  announcements: 'スクリーンリーダーの読み上げ',
  announcementsAll: 'すべて',
  announcementsOwn: '自分に関することだけ',
  help: 'ヘルプとショートカット',
};
export const help = {
  title: 'ヘルプとショートカット',
  keys: 'キーボード',
  keyMute: 'ミュートする・解除する（ステージにいるとき）',
  keyHand: '手を挙げる・下ろす（聞いているとき）',
  keyHelp: 'このヘルプを表示',
  keyChat: 'チャットを開く・閉じる',
  keyEscape: '開いているものを閉じる',
  shortcuts: '1文字のショートカットを使う',
  shortcutsHint: '音声入力や音声操作を使うときは、オフにしてください。',
  how: 'ルームのしくみ',
  how1: 'リスナーとして入ります。話したいときは手を挙げてください。モデレーターがステージに招待してくれます。',
  how2: '緑の輪は、話している人です。チェックマークは、本人の声だと証明されたしるしです。',
  how3: '退出は静かです。誰にも知らせません。',
};
