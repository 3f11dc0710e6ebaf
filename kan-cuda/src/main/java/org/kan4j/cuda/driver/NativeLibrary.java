package org.kan4j.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kan4j.kernel.DeviceException;

/**
 * A native library whose functions take integers and pointers, and return an int. Every argument is handed over as 64 bits: so
 * it arrives wherever the CUDA driver exists (System V, AArch64 on Linux, Windows), since each argument there has a register or
 * a slot of 64 bits and a function looks at as many of them as its own type has.
 */
public final class NativeLibrary {
    private static final Linker LINKER = Linker.nativeLinker();

    private final String name;
    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();

    private NativeLibrary(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /**
     * The first of some libraries that loads.
     *
     * @param names of files, found as the system finds them
     * @throws IllegalArgumentException if none does
     */
    @SuppressWarnings("restricted") // What is called is named in this package and declared as the vendor's header does.
    public static NativeLibrary load(String... names) {
        for (String name : names) {
            try {
                return new NativeLibrary(name, SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException e) {
                // Not this one.
            }
        }
        throw new IllegalArgumentException("library: one of " + Arrays.toString(names) + " required, none loads");
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /**
     * Calls a function.
     *
     * @param function its name
     * @param arguments integers and addresses
     * @return what it returns
     * @throws DeviceException if the library has no such function
     */
    public int call(String function, long... arguments) {
        MethodHandle handle = functions.computeIfAbsent(function, f -> find(f, arguments.length));
        try {
            return (int) handle.invokeExact(arguments);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(function, e);
        }
    }

    @SuppressWarnings("restricted") // As above.
    private MethodHandle find(String function, int arguments) {
        MemoryLayout[] types = new MemoryLayout[arguments];
        Arrays.fill(types, ValueLayout.JAVA_LONG);
        return symbols.find(function)
                .map(address -> LINKER.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, types))
                        .asSpreader(long[].class, arguments))
                .orElseThrow(() -> new DeviceException(
                        "CUDA: " + name + " has no function " + function + "; a newer one required"));
    }
}
