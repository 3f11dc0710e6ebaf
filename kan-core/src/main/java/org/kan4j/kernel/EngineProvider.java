package org.kan4j.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Makes engines on a kind of device other than the processor. Found by {@link ServiceLoader}; has a public constructor. */
public interface EngineProvider {

    /** {@return the kind of device, such as {@code cuda}} */
    String device();

    /**
     * {@return an engine on the first device of this kind}
     *
     * @param host computes what the device does not; closed with the engine
     * @throws DeviceException if there is no driver or no device, or it does not suit
     */
    Engine open(Engine host);

    /**
     * {@return an engine on the first device of a kind}
     *
     * @param device the kind, such as {@code cuda}
     * @param host computes what the device does not; closed with the engine
     * @throws DeviceException if no provider is on the class path, there is no driver or no device, or it does not suit
     */
    static Engine open(String device, Engine host) {
        List<String> known = new ArrayList<>();
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.device().equals(device)) {
                return provider.open(host);
            }
            known.add(provider.device());
        }
        throw new DeviceException("device " + device + ": its engine is not on the class path (kan-" + device
                + " needs JDK 22 or newer, this is " + Runtime.version().feature() + "); there: cpu"
                + (known.isEmpty() ? "" : ", " + String.join(", ", known)));
    }
}
