package io.refreshgrants.keycloak.campaign.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many refreshes this machine could sign if it did nothing else: an access token and an ID token each, RS256. */
final class Signing {

    private static final int TOKENS = 2;
    private static final int TOKEN_BYTES = 1_000;

    private final PrivateKey key;

    Signing() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048); // Keycloak's default.
        KeyPair pair = generator.generateKeyPair();
        key = pair.getPrivate();
    }

    /** Refreshes per second, with all processors. */
    double run(Duration time) throws InterruptedException, ExecutionException {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        long begin = System.nanoTime();
        List<Callable<Long>> loops = new ArrayList<>();
        for (int i = 0; i < processors; i++) {
            loops.add(() -> loop(begin + time.toNanos()));
        }
        try {
            long signed = 0;
            for (Future<Long> loop : threads.invokeAll(loops)) {
                signed += loop.get();
            }
            return signed / ((System.nanoTime() - begin) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private long loop(long end) throws GeneralSecurityException {
        byte[] token = new byte[TOKEN_BYTES];
        long refreshes = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < TOKENS; i++) {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(key);
                signature.update(token);
                signature.sign();
            }
            refreshes++;
        }
        return refreshes;
    }
}
