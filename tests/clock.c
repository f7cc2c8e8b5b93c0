/* A clock that begins at the second named by CLOCK_AT, for a program that is started with this library loaded first. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static int (*system_clock)(clockid_t, struct timespec *);

static long shift(void) {
    static long seconds;
    static int known;
    struct timespec now;
    if (!known) {
        system_clock = dlsym(RTLD_NEXT, "clock_gettime");
        system_clock(CLOCK_REALTIME, &now);
        seconds = atol(getenv("CLOCK_AT")) - now.tv_sec;
        known = 1;
    }
    return seconds;
}

int clock_gettime(clockid_t id, struct timespec *now) {
    long seconds = shift();
    int failed = system_clock(id, now);
    if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += seconds;
    return failed;
}

time_t time(time_t *kept) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *kept, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    kept->tv_sec = now.tv_sec;
    kept->tv_usec = now.tv_nsec / 1000;
    return 0;
}
