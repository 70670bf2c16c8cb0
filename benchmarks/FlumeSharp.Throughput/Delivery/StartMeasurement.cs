using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace FlumeSharp.Throughput;

/// <summary>How long a start takes until the first event is accepted, and what an idle agent weighs.</summary>
internal static class StartMeasurement
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 26\r\nConnection: close\r\n\r\n[{\"headers\":{},\"body\":\"\"}]");

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var agent = arguments.Text("agent");
        var runs = arguments.Number("runs", 10);
        var times = new List<double>();
        var memory = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            var clock = Stopwatch.StartNew();
            await using var process = AgentProcess.Start(agent, "a1.sinks.k1.type = null");
            while (!await TryPostAsync(process.Port))
            {
                if (process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(30))
                {
                    Console.Error.WriteLine(process.Log);
                    return 1;
                }
            }

            times.Add(clock.Elapsed.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(2));
            memory.Add(process.ResidentMiB);
            await process.StopAsync();
        }

        Console.WriteLine($"start to first accepted request: median {Median(times):F0} ms (min {times.Min():F0}, max {times.Max():F0}, {runs} starts)");
        Console.WriteLine($"idle resident memory: median {Median(memory):F1} MiB (min {memory.Min():F1}, max {memory.Max():F1})");
        return 0;
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    // A bare socket: an HTTP client's own start would be part of the measurement.
    private static async Task<bool> TryPostAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            await socket.SendAsync(Request.AsMemory());
            var answer = new byte[64];
            var read = await socket.ReceiveAsync(answer.AsMemory());
            var status = Encoding.ASCII.GetString(answer, 0, read);
            return status.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) ? true : throw new InvalidOperationException($"The agent answered {status}");
        }
        catch (SocketException)
        {
            await Task.Delay(1);
            return false;
        }
    }
}
