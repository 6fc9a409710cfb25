// Of the page that stands in while the server cannot be reached: tries again by a tap, or when the network is back.
const again = () => window.location.reload();
document.getElementById('again').addEventListener('click', again);
window.addEventListener('online', again);
