package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.grant.Device;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people call a device: its browser and its system, as far as the User-Agent header gives them away. */
public final class DeviceName {

    /** A word in the header, and what it stands for. Each browser also names those that it resembles, so the order counts. */
    private record Mark(String word, String name) {}

    private static final List<Mark> BROWSERS = List.of(
            new Mark("Edg", "Edge"),
            new Mark("OPR/", "Opera"),
            new Mark("SamsungBrowser/", "Samsung Internet"),
            new Mark("CriOS/", "Chrome"),
            new Mark("FxiOS/", "Firefox"),
            new Mark("Firefox/", "Firefox"),
            new Mark("Chrome/", "Chrome"),
            new Mark("Safari/", "Safari"),
            new Mark("okhttp/", "okhttp"),
            new Mark("CFNetwork/", "an app"),
            new Mark("Dart/", "an app"),
            new Mark("curl/", "curl"),
            new Mark("Java-http-client/", "Java"),
            new Mark("node", "Node.js"),
            new Mark("python", "Python"),
            new Mark("Go-http-client/", "Go"));

    private static final List<Mark> SYSTEMS = List.of(
            new Mark("Windows", "Windows"),
            new Mark("iPhone", "iPhone"),
            new Mark("iPad", "iPad"),
            new Mark("Android", "Android"),
            new Mark("CrOS", "ChromeOS"),
            new Mark("Mac OS X", "macOS"),
            new Mark("Macintosh", "macOS"),
            new Mark("Darwin", "an Apple device"),
            new Mark("Linux", "Linux"));

    private DeviceName() {}

    /** The name; empty if the header says nothing. */
    public static Optional<String> of(Device device) {
        return Optional.ofNullable(device.userAgent()).map(DeviceName::name).filter(name -> !name.isEmpty());
    }

    private static String name(String userAgent) {
        return Stream.of(BROWSERS, SYSTEMS)
                .flatMap(marks -> marks.stream()
                        .filter(mark -> userAgent.contains(mark.word()))
                        .limit(1))
                .map(Mark::name)
                .collect(Collectors.joining(" on "));
    }
}
