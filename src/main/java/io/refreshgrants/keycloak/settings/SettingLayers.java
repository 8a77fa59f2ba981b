package io.refreshgrants.keycloak.settings;

import io.refreshgrants.keycloak.settings.StatedSetting.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The places that a value can come from, for those who look at settings. Reading them for a request takes the same places
 * in the same order.
 *
 * @param layers the nearest first, which is the one of {@link StatedSetting#own}
 */
record SettingLayers(List<Layer> layers) {

    /** One place. */
    record Layer(Source source, Function<Setting<?>, @Nullable String> values) {

        Optional<String> value(Setting<?> setting) {
            return Optional.ofNullable(values.apply(setting)).map(String::trim).filter(value -> !value.isEmpty());
        }
    }

    /** What is stated of a setting. */
    StatedSetting of(Setting<?> setting) {
        Layer nearest = layers.get(0);
        Optional<Layer> next = layers.stream()
                .skip(1)
                .filter(layer -> layer.value(setting).isPresent())
                .findFirst();
        Optional<String> own = nearest.value(setting);
        return new StatedSetting(
                setting,
                nearest.source(),
                own,
                next.flatMap(layer -> layer.value(setting))
                        .map(text -> setting.problem(text).isEmpty()
                                ? text
                                : setting.safer().text())
                        .or(() -> next.isPresent() ? Optional.empty() : absent(setting)),
                next.map(Layer::source).orElse(Source.DEFAULT),
                own.flatMap(setting::problem));
    }

    private Optional<String> absent(Setting<?> setting) {
        return Optional.ofNullable(setting.absentTextIn(new SettingsReader(this::value)));
    }

    private @Nullable String value(Setting<?> setting) {
        return layers.stream()
                .flatMap(layer -> layer.value(setting).stream())
                .findFirst()
                .orElse(null);
    }
}
