package io.refreshgrants.keycloak.campaign.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Medians over the rounds, and ratios with what they ought to be, as tables for the documentation. A ratio is the median of
 * those of each round, in which the two took turns: what slows the machine for a while slows both.
 */
final class Report {

    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final List<Double> ceilings = new ArrayList<>();
    private final Map<String, Long> heaps = new HashMap<>();
    private final List<String> ratios = new ArrayList<>();

    /** A round; {@code processor} is the server's milliseconds of processor time for a request. */
    private record Round(Load.Figures figures, double processor) {}

    void add(String scenario, Load.Figures figures, Duration processor) {
        rounds.computeIfAbsent(scenario, key -> new ArrayList<>())
                .add(new Round(figures, (double) processor.toMillis() / figures.count()));
    }

    /** Refreshes per second that the machine could sign in a round. */
    void ceiling(double perSecond) {
        ceilings.add(perSecond);
    }

    /** Megabytes in use on a scenario's server after a full collection, when the scenario has run for the last time. */
    void heap(String scenario, long megabytes) {
        heaps.put(scenario, megabytes);
    }

    /** How much more one scenario does than another, and how much it ought to. */
    void throughput(String scenario, String with, double target) {
        if (!has(scenario, with)) {
            return;
        }
        double ratio = ratio(scenario, with, this::perSecond);
        ratio(scenario, with, ratio, "at least " + target, ratio >= target, tails(scenario, with));
    }

    /** The same, and its slowest requests are to be no slower. */
    void throughputAndTail(String scenario, String with, double target) {
        if (!has(scenario, with)) {
            return;
        }
        double ratio = ratio(scenario, with, this::perSecond);
        boolean met = ratio >= target && ratio(scenario, with, this::p99) <= 1;
        ratio(scenario, with, ratio, "at least " + target + ", p99 at most 1", met, tails(scenario, with));
    }

    /** How much longer a request of one scenario takes than one of another, and how much it may. */
    void duration(String scenario, String with, double target) {
        if (!has(scenario, with)) {
            return;
        }
        double ratio = ratio(scenario, with, this::p50);
        ratio(scenario, with, ratio, "p50 under " + target, ratio < target, " | ");
    }

    void ofCeiling(String scenario, double target) {
        if (!has(scenario, scenario)) {
            return;
        }
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < ceilings.size(); i++) {
            shares.add(rounds.get(scenario).get(i).figures().perSecond() / ceilings.get(i));
        }
        double ratio = median(shares);
        ratio(scenario, "what could be signed", ratio, "at least " + target, ratio >= target, " | ");
    }

    boolean has(String scenario) {
        return rounds.containsKey(scenario);
    }

    private boolean has(String scenario, String with) {
        return has(scenario) && has(with);
    }

    /** Requests per second of a scenario. */
    double perSecond(String scenario) {
        return median(scenario, this::perSecond);
    }

    private void ratio(String scenario, String with, double ratio, String target, boolean met, String others) {
        ratios.add(String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %s | %s | %s |",
                scenario,
                with,
                ratio,
                target,
                met ? "met" : "missed",
                others));
    }

    /** Ratios that are more for the reader: how long the slowest wait, and what a request costs the server. */
    private String tails(String scenario, String with) {
        return String.format(
                Locale.ROOT, "%.2f | %.2f", ratio(scenario, with, this::p99), ratio(scenario, with, Round::processor));
    }

    private double ratio(String scenario, String with, ToDoubleFunction<Round> figure) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < rounds.get(scenario).size(); i++) {
            all.add(figure.applyAsDouble(rounds.get(scenario).get(i))
                    / figure.applyAsDouble(rounds.get(with).get(i)));
        }
        return median(all);
    }

    private double perSecond(Round round) {
        return round.figures().perSecond();
    }

    private double p50(Round round) {
        return round.figures().p50() / 1e3;
    }

    private double p99(Round round) {
        return round.figures().p99() / 1e3;
    }

    private double median(String scenario, ToDoubleFunction<Round> figure) {
        return median(rounds.get(scenario).stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    /** Requests per second of all scenarios, as an SVG image. */
    String plot() {
        Plot plot = new Plot("requests per second: median, and all rounds");
        rounds.forEach((scenario, all) -> plot.bar(
                scenario,
                median(scenario, this::perSecond),
                all.stream().map(this::perSecond).toList()));
        return plot.toString();
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("\n| scenario | requests/s | p50 ms | p99 ms | server's processor, ms a request |"
                        + " heap MB | requests/s of all rounds |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        rounds.forEach((scenario, all) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %d | %s |%n",
                scenario,
                perSecond(scenario),
                median(scenario, this::p50),
                median(scenario, this::p99),
                median(scenario, Round::processor),
                heaps.get(scenario),
                whole(all.stream().map(this::perSecond).toList()))));
        text.append(String.format(
                Locale.ROOT, "| what could be signed | %.0f | | | | | %s |%n", median(ceilings), whole(ceilings)));
        text.append("\n| scenario | compared with | ratio | target | | p99 | server's processor |\n"
                + "| --- | --- | --- | --- | --- | --- | --- |\n");
        ratios.forEach(ratio -> text.append(ratio).append('\n'));
        return text.toString();
    }

    private static List<String> whole(List<Double> figures) {
        return figures.stream()
                .map(figure -> String.format(Locale.ROOT, "%.0f", figure))
                .toList();
    }
}
