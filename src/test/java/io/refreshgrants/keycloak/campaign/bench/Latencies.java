package io.refreshgrants.keycloak.campaign.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long requests take at a fixed rate, as a table for the documentation; nothing is to take longer than with stock. */
final class Latencies {

    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(String with, double perSecond, Histogram times) {

        double milliseconds(double percentile) {
            return times.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /**
     * Adds a round.
     *
     * @param with the scenario of stock Keycloak that this one is compared with
     */
    void add(String scenario, String with, double perSecond, Histogram times) {
        Row known = rows.putIfAbsent(scenario, new Row(with, perSecond, times));
        if (known != null) {
            known.times().add(times);
        }
    }

    @Override
    public String toString() {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(
                "\n## Latency at a fixed rate\n\nHalf of what stock does at its best. A request's time counts"
                        + " from the moment at which it was due.\n\n| scenario | requests/s | requests | p50 ms | p99 ms |"
                        + " p99.9 ms | not above stock's |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        rows.forEach((name, row) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %d | %.2f | %.2f | %.2f | %s |%n",
                name,
                row.perSecond(),
                row.times().getTotalCount(),
                row.milliseconds(PERCENTILES[0]),
                row.milliseconds(PERCENTILES[1]),
                row.milliseconds(PERCENTILES[2]),
                verdict(name, row))));
        return text.toString();
    }

    private String verdict(String name, Row row) {
        Row stock = rows.get(row.with());
        if (stock == null || name.equals(row.with())) {
            return "";
        }
        StringBuilder missed = new StringBuilder();
        for (double percentile : PERCENTILES) {
            if (row.milliseconds(percentile) > stock.milliseconds(percentile)) {
                missed.append(missed.isEmpty() ? "" : ", ")
                        .append('p')
                        .append(percentile == 99.9 ? "99.9" : (int) percentile);
            }
        }
        return missed.isEmpty() ? "met" : "missed: " + missed;
    }
}
