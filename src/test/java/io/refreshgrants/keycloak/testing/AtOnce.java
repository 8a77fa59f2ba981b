package io.refreshgrants.keycloak.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests that are sent at once, each by a thread of its own. */
public final class AtOnce implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Sends all of them and gives their answers, in the order of the calls. */
    public <T> List<T> send(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(calls.size());
        List<Future<T>> sent = new ArrayList<>();
        for (Callable<T> call : calls) {
            sent.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                return call.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : sent) {
            answers.add(answer.get());
        }
        return answers;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
