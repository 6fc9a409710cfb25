import { resolve } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serviceWorker } from './build/worker-plugin.ts';

const here = import.meta.dirname;
// Where `npm start` listens; the dev server passes calls and the signaling socket on to it.
const server = 'http://127.0.0.1:8080';

export default defineConfig(({ mode }) => ({
  root: here,
  plugins: [react(), tailwind(), ...(mode === 'gallery' ? [] : [serviceWorker()])],
  build: {
    outDir: mode === 'gallery' ? 'gallery/dist' : 'dist',
    emptyOutDir: true,
    // The page's security policy allows no inline script and no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One page that needs all of it at once: splitting would only add round trips.
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: resolve(here, mode === 'gallery' ? 'gallery.html' : 'index.html') },
  },
  worker: { format: 'es' as const },
  server: { proxy: { '/api': server, '/signal': { target: server, ws: true } } },
}));
