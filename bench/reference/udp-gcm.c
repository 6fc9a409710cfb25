/*
 * B1, the physical reference of the fan-out bench: what a relay must do at the very least for one speaker's packet
 * to reach N listeners. For each listener: encrypt the payload under that listener's own AES-128-GCM key, as
 * SRTP does (RFC 7714: 12-byte IV, RTP header as additional data, 16-byte tag), and one sendto() to the listener's
 * own address. No ICE, no DTLS, no rooms. The receiving sockets exist and nobody reads them, so this is a lower
 * bound: waking live readers costs more.
 *
 * udp-gcm LISTENERS SECONDS PAYLOAD_BYTES PACKETS_PER_SECOND
 * prints {"packets":..,"cpuUs":..,"failed":..}; the CPU time is that of the sending loop alone.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 12, IV = 12, TAG = 16, MAX_PAYLOAD = 1200 };

struct listener {
  EVP_CIPHER_CTX *cipher;
  struct sockaddr_in to;
  uint8_t salt[IV];
};

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int64_t cpu_us(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000LL + use.ru_utime.tv_usec + use.ru_stime.tv_usec;
}

static void open_listener(struct listener *l) {
  uint8_t key[16];
  int fd = socket(AF_INET, SOCK_DGRAM, 0), small = 4096;
  socklen_t size = sizeof l->to;
  if (fd < 0) die("socket");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  memset(&l->to, 0, sizeof l->to);
  l->to.sin_family = AF_INET;
  l->to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, (struct sockaddr *)&l->to, sizeof l->to) < 0) die("bind");
  if (getsockname(fd, (struct sockaddr *)&l->to, &size) < 0) die("getsockname");
  l->cipher = EVP_CIPHER_CTX_new();
  if (!l->cipher || RAND_bytes(key, sizeof key) != 1 || RAND_bytes(l->salt, IV) != 1 ||
      EVP_EncryptInit_ex(l->cipher, EVP_aes_128_gcm(), NULL, key, NULL) != 1)
    die("cipher");
}

static int protect(struct listener *l, const uint8_t *payload, int bytes, uint32_t ssrc, uint32_t count,
                   uint8_t *out) {
  uint8_t iv[IV];
  int n = 0;
  uint16_t sequence = htons((uint16_t)count);
  uint32_t stamp = htonl(count * 960), source = htonl(ssrc);
  out[0] = 0x80;
  out[1] = 111;
  memcpy(out + 2, &sequence, 2);
  memcpy(out + 4, &stamp, 4);
  memcpy(out + 8, &source, 4);
  memcpy(iv, l->salt, IV);
  for (int i = 0; i < 4; i++) iv[8 + i] ^= (uint8_t)(count >> (24 - 8 * i));
  if (EVP_EncryptInit_ex(l->cipher, NULL, NULL, NULL, iv) != 1 ||
      EVP_EncryptUpdate(l->cipher, NULL, &n, out, HEADER) != 1 ||
      EVP_EncryptUpdate(l->cipher, out + HEADER, &n, payload, bytes) != 1 ||
      EVP_EncryptFinal_ex(l->cipher, out + HEADER + n, &n) != 1 ||
      EVP_CIPHER_CTX_ctrl(l->cipher, EVP_CTRL_GCM_GET_TAG, TAG, out + HEADER + bytes) != 1)
    die("encrypt");
  return HEADER + bytes + TAG;
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "usage: udp-gcm LISTENERS SECONDS PAYLOAD_BYTES PACKETS_PER_SECOND\n");
    return 2;
  }
  int count = atoi(argv[1]), bytes = atoi(argv[3]), rate = atoi(argv[4]);
  double seconds = atof(argv[2]);
  if (count < 1 || count > 20000 || bytes < 1 || bytes > MAX_PAYLOAD || rate < 1 || rate > 1000 || seconds <= 0 ||
      seconds > 600) {
    fprintf(stderr, "udp-gcm: a value is out of range\n");
    return 2;
  }
  struct listener *listeners = calloc((size_t)count, sizeof *listeners);
  int out_fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (!listeners || out_fd < 0) die("start");
  for (int i = 0; i < count; i++) open_listener(&listeners[i]);

  uint8_t payload[MAX_PAYLOAD], out[HEADER + MAX_PAYLOAD + TAG];
  RAND_bytes(payload, bytes);
  long packets = 0, failed = 0, ticks = (long)(seconds * rate);
  struct timespec due;
  clock_gettime(CLOCK_MONOTONIC, &due);
  int64_t before = cpu_us();
  for (long tick = 0; tick < ticks; tick++) {
    payload[0] = (uint8_t)tick;
    for (int i = 0; i < count; i++) {
      int size = protect(&listeners[i], payload, bytes, 0x10000u + (uint32_t)i, (uint32_t)tick, out);
      if (sendto(out_fd, out, (size_t)size, 0, (struct sockaddr *)&listeners[i].to, sizeof listeners[i].to) == size)
        packets++;
      else
        failed++;
    }
    due.tv_nsec += 1000000000L / rate;
    if (due.tv_nsec >= 1000000000L) {
      due.tv_nsec -= 1000000000L;
      due.tv_sec++;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
  }
  printf("{\"packets\":%ld,\"cpuUs\":%lld,\"failed\":%ld}\n", packets, (long long)(cpu_us() - before), failed);
  return 0;
}
