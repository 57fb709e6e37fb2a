import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.mapper.MapperExtrasPlugin;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of OpenSearch out of Maven's artifacts.
 *
 * <p>The distribution would bring a launcher, a Java of its own and forty more modules, and is not
 * to be had from Maven's repository. What the launcher checks first (limits, not being root) does
 * not matter to a node that only this machine reaches.
 *
 * <p>Arguments are settings, {@code name=value}, over those in the folder {@code huabao.config}.
 * With {@code huabao.owner}, the node ends when the process of that number does, however it ended.
 */
public final class ClusterNode extends Node {
    private static final List<Class<? extends Plugin>> MODULES = List.of(
            Netty4Plugin.class,
            CommonAnalysisPlugin.class,
            ReindexPlugin.class,
            MapperExtrasPlugin.class,
            PainlessPlugin.class);

    private ClusterNode(Environment environment) {
        super(environment, MODULES, true);
    }

    public static void main(String[] arguments) throws Exception {
        Environment environment = environment(arguments);
        LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
        LogConfigurator.configure(environment);
        Node node = new ClusterNode(environment);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, closed)));
        Long owner = Long.getLong("huabao.owner");
        if (owner != null) {
            endWith(owner);
        }
        node.start();
        closed.await();
    }

    private static Environment environment(String[] arguments) {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        Path config = Path.of(System.getProperty("huabao.config"));
        return InternalSettingsPreparer.prepareEnvironment(
                settings.build(), Map.of(), config, () -> "unnamed");
    }

    private static void endWith(long owner) {
        ProcessHandle.of(owner).ifPresentOrElse(
                process -> process.onExit().thenRun(() -> System.exit(1)), () -> System.exit(1));
    }

    private static void close(Node node, CountDownLatch closed) {
        try {
            node.close();
        } catch (Exception failure) {
            failure.printStackTrace();
        } finally {
            closed.countDown();
        }
    }
}
