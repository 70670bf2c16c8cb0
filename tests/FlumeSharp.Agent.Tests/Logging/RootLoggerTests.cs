using Serilog.Events;

namespace FlumeSharp.Agent.Logging;

public sealed class RootLoggerTests
{
    [TestCase("DEBUG,console", LogEventLevel.Debug, true, false)]
    [TestCase("info, LOGFILE", LogEventLevel.Information, false, true)]
    [TestCase("WARN,LOGFILE,console", LogEventLevel.Warning, true, true)]
    [TestCase("console", null, true, false)]
    [TestCase("LOUD,elsewhere", null, false, false)]
    [TestCase("", null, false, false)]
    [TestCase(null, null, false, false)]
    [TestCase("OFF", RootLogger.Off, false, false)]
    public void Level_and_outputs_are_read(string? text, LogEventLevel? level, bool toConsole, bool toFile) =>
        RootLogger.Parse(text).Should().Be(new RootLogger(level, toConsole, toFile));
}
