package io.refreshgrants.keycloak.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians over the rounds, and ratios of them, as a table for the documentation. */
final class Report {

    private final Map<String, List<Load.Figures>> rounds = new LinkedHashMap<>();
    private final List<String> ratios = new ArrayList<>();

    void add(String scenario, Load.Figures figures) {
        rounds.computeIfAbsent(scenario, key -> new ArrayList<>()).add(figures);
    }

    void compare(String scenario, String with) {
        ratios.add(String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f |",
                scenario,
                with,
                median(scenario, Load.Figures::perSecond) / median(with, Load.Figures::perSecond),
                median(scenario, Load.Figures::p99) / median(with, Load.Figures::p99)));
    }

    private double median(String scenario, ToDoubleFunction<Load.Figures> figure) {
        double[] sorted = rounds.get(scenario).stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("\n| scenario | requests/s | p50 ms | p99 ms | all rounds |\n| --- | --- | --- | --- | --- |\n");
        rounds.forEach((scenario, figures) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %s |%n",
                scenario,
                median(scenario, Load.Figures::perSecond),
                median(scenario, Load.Figures::p50) / 1e3,
                median(scenario, Load.Figures::p99) / 1e3,
                figures.stream()
                        .map(round -> String.format(Locale.ROOT, "%.0f", round.perSecond()))
                        .toList())));
        text.append("\n| scenario | compared with | throughput | p99 |\n| --- | --- | --- | --- |\n");
        ratios.forEach(ratio -> text.append(ratio).append('\n'));
        return text.toString();
    }
}
