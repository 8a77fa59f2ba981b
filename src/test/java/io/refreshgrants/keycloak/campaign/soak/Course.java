package io.refreshgrants.keycloak.campaign.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The samples in order, and the figures that must not grow from one to the next. */
final class Course {

    /** The load itself moves a figure by up to a tenth. The rest is allowed for small figures. */
    private static final double SHARE = 1.1;

    private static final int ROWS = 25;
    private static final int MEGABYTES = 8;
    private static final int THREADS_FILES_CONNECTIONS = 12;

    /**
     * These tables are bounded by the number of held families, and need five minutes until as many families end as
     * begin.
     */
    private static final Set<String> BOUND = Set.of("rg_family", "offline_user_session", "offline_client_session");

    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    List<Sample> samples() {
        return samples;
    }

    /**
     * The figures that have grown: their median in the last third of the samples exceeds that of the middle third by
     * more than is allowed.
     */
    List<String> growth() {
        List<String> growth = new ArrayList<>();
        for (String figure : samples.get(0).figures().keySet()) {
            if (figure.startsWith("MB")) {
                check(figure, MEGABYTES, sample -> sample.figures().get(figure), growth);
            } else if (figure.startsWith("threads") || figure.startsWith("files") || figure.equals("connections")) {
                check(
                        figure,
                        THREADS_FILES_CONNECTIONS,
                        sample -> sample.figures().get(figure),
                        growth);
            }
        }
        Set<String> tables = new TreeSet<>();
        samples.forEach(sample -> tables.addAll(sample.rows().keySet()));
        tables.removeAll(BOUND);
        tables.forEach(table -> check(table, ROWS, sample -> sample.rows().getOrDefault(table, 0L), growth));
        return growth;
    }

    private void check(String figure, int allowance, Function<Sample, Long> value, List<String> growth) {
        int third = samples.size() / 3;
        long middle = median(samples.subList(samples.size() - 2 * third, samples.size() - third), value);
        long last = median(samples.subList(samples.size() - third, samples.size()), value);
        if (last > middle * SHARE + allowance) {
            growth.add(figure + ": from " + middle + " to " + last);
        }
    }

    private static long median(List<Sample> samples, Function<Sample, Long> value) {
        return samples.stream().map(value).sorted().toList().get(samples.size() / 2);
    }
}
