package io.refreshgrants.keycloak.campaign.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A bar for each scenario, and a stroke in it for each round, as an SVG image. */
final class Plot {

    private static final int ROW = 24;
    private static final int NAMES = 220;
    private static final int WIDTH = 560;
    private static final int FIGURES = 60;

    private final String title;
    private final List<Bar> bars = new ArrayList<>();

    private record Bar(String name, double value, List<Double> rounds) {}

    Plot(String title) {
        this.title = title;
    }

    void bar(String name, double value, List<Double> rounds) {
        bars.add(new Bar(name, value, List.copyOf(rounds)));
    }

    @Override
    public String toString() {
        double most = bars.stream()
                .flatMap(bar -> bar.rounds().stream())
                .mapToDouble(value -> value)
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                NAMES + WIDTH + FIGURES,
                ROW * (bars.size() + 2));
        line(svg, "<text x=\"%d\" y=\"16\" font-size=\"14\">%s</text>", NAMES, title);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int top = ROW * (i + 1);
            line(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", NAMES - 8, top + 15, bar.name());
            line(
                    svg,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#7aa6c2\"/>",
                    NAMES,
                    top + 3,
                    WIDTH * bar.value() / most,
                    ROW - 6);
            for (double round : bar.rounds()) {
                double x = NAMES + WIDTH * round / most;
                line(svg, "<path d=\"M%.1f %dv%d\" stroke=\"#1f3b4d\"/>", x, top + 3, ROW - 6);
            }
            line(svg, "<text x=\"%d\" y=\"%d\">%.0f</text>", NAMES + WIDTH + 6, top + 15, bar.value());
        }
        return svg.append("</svg>\n").toString();
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
