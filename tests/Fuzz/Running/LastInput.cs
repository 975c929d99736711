using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace QmpGen.Fuzz.Running;

/// <summary>The input that is being tried, in a file that outlives a process which ends without a word, as one does
/// whose stack overflows.</summary>
internal sealed class LastInput : IDisposable
{
    private const int Capacity = 1 << 20;
    private const string NameStart = "running-";

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="directory">Where the file is.</param>
    /// <param name="number">Whose input it is.</param>
    public LastInput(string directory, int number)
    {
        _path = Path.Combine(directory, NameStart + number.ToString(CultureInfo.InvariantCulture));
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, mapName: null, Capacity);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Takes note of an input: its length, and then its bytes.</summary>
    public void Write(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, Capacity - sizeof(int)));
    }

    /// <summary>Whether a file is such a one.</summary>
    public static bool Is(string path) => Path.GetFileName(path).StartsWith(NameStart, StringComparison.Ordinal);

    /// <summary>The input that such a file holds, which a run left behind.</summary>
    public static byte[] Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file[sizeof(int)..(sizeof(int) + BitConverter.ToInt32(file))];
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
