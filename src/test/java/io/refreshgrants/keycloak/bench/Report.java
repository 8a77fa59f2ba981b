package io.refreshgrants.keycloak.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians over the rounds, and ratios of them with what they ought to be, as tables for the documentation. */
final class Report {

    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final List<Double> ceilings = new ArrayList<>();
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

    /** How much more one scenario does than another, and how much it ought to. */
    void throughput(String scenario, String with, double target) {
        double ratio = median(scenario, this::perSecond) / median(with, this::perSecond);
        ratio(scenario, with, ratio, "at least " + target, ratio >= target, String.format(
                Locale.ROOT, "%.2f", median(scenario, this::p99) / median(with, this::p99)));
    }

    /** How much longer a request of one scenario takes than one of another, and how much it may. */
    void duration(String scenario, String with, double target) {
        double ratio = median(scenario, this::p50) / median(with, this::p50);
        ratio(scenario, with, ratio, "p50 under " + target, ratio < target, "");
    }

    void ofCeiling(String scenario, double target) {
        double ratio = median(scenario, this::perSecond) / median(ceilings);
        ratio(scenario, "what could be signed", ratio, "at least " + target, ratio >= target, "");
    }

    private void ratio(String scenario, String with, double ratio, String target, boolean met, String p99) {
        ratios.add(String.format(
                Locale.ROOT, "| %s | %s | %.2f | %s | %s | %s |", scenario, with, ratio, target, met ? "met" : "missed", p99));
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
                scenario, median(scenario, this::perSecond), all.stream().map(this::perSecond).toList()));
        return plot.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("\n| scenario | requests/s | p50 ms | p99 ms | server's processor, ms a request |"
                + " requests/s of all rounds |\n| --- | --- | --- | --- | --- | --- |\n");
        rounds.forEach((scenario, all) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %s |%n",
                scenario,
                median(scenario, this::perSecond),
                median(scenario, this::p50),
                median(scenario, this::p99),
                median(scenario, Round::processor),
                whole(all.stream().map(this::perSecond).toList()))));
        text.append(String.format(
                Locale.ROOT, "| what could be signed | %.0f | | | | %s |%n", median(ceilings), whole(ceilings)));
        text.append("\n| scenario | compared with | ratio | target | | p99 |\n| --- | --- | --- | --- | --- | --- |\n");
        ratios.forEach(ratio -> text.append(ratio).append('\n'));
        return text.toString();
    }

    private static List<String> whole(List<Double> figures) {
        return figures.stream().map(figure -> String.format(Locale.ROOT, "%.0f", figure)).toList();
    }
}
