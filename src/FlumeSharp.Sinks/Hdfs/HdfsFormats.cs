using FlumeSharp.Components;
using FlumeSharp.Serialization;
using FlumeSharp.Sinks.Serializers;

namespace FlumeSharp.Sinks.Hdfs;

/// <summary>Makes the layout of each new file by <c>hdfs.fileType</c>.</summary>
internal static class HdfsFormats
{
    public static Func<IHdfsFileFormat> For(HdfsSinkOptions options, ComponentContext context) => options.FileType switch
    {
        HdfsFileType.SequenceFile => () => new HdfsSequenceFile(Enum.Parse<HdfsWriteFormat>(options.WriteFormat), context.TimeProvider),
        HdfsFileType.DataStream => () => new HdfsDataStreamFile(NewSerializer(options, context)),
        _ => throw new FlumeException($"Sink '{context.Name}' (hdfs): 'hdfs.fileType' is '{options.FileType}', which cannot be written yet; use 'DataStream' or 'SequenceFile'."),
    };

    /// <summary>Logs what is written, in Flume's words.</summary>
    public static void Report(HdfsSinkOptions options, ComponentContext context)
    {
        var raw = options.UseRawLocalFileSystem ? "true" : "false";
        if (options.FileType == HdfsFileType.SequenceFile)
        {
            Log.SequenceFile(context.Logger, options.WriteFormat, raw);
        }
        else
        {
            Log.DataStream(context.Logger, options.Serializer?.Descriptor.DisplayName.ToUpperInvariant() ?? "TEXT", raw);
        }
    }

    private static IEventSerializer NewSerializer(HdfsSinkOptions options, ComponentContext context) =>
        options.Serializer is { } reference ? context.Activator.Create<IEventSerializer>(reference, context) : new BodyTextSerializer(new BodyTextSerializerOptions());
}
