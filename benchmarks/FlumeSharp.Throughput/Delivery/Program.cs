using FlumeSharp.Throughput;

// Whole-process measurements that need more than a load generator:
//   start   --agent PATH [--runs 10]                                    time to the first accepted request, idle memory
//   deliver --agent PATH --to URI [--seconds 30] [--connections 16] [--batch 100] [--sink-batch 1000] [--size 200]
//           HTTP -> memory -> hdfs sink: rate, loss, duplicates, memory over time
var arguments = new Arguments(args);
return args.FirstOrDefault() switch
{
    "start" => await StartMeasurement.RunAsync(arguments),
    "deliver" => await DeliveryMeasurement.RunAsync(arguments),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: start --agent PATH [--runs N] | deliver --agent PATH --to URI [--seconds N] [--connections N] [--batch N] [--sink-batch N] [--size BYTES]");
    return 2;
}
