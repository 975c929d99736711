using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace QmpGen.Fuzz.Engine;

/// <summary>A file with the input that a worker is running.</summary>
/// <remarks>It remains if the process dies without an exception, for example because of a stack overflow.</remarks>
internal sealed class CurrentInputFile : IDisposable
{
    private const int Capacity = 1 << 20;
    private const string NamePrefix = "running-";

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="directory">The directory of the file.</param>
    /// <param name="number">The number of the worker.</param>
    public CurrentInputFile(string directory, int number)
    {
        _path = Path.Combine(directory, NamePrefix + number.ToString(CultureInfo.InvariantCulture));
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, mapName: null, Capacity);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Writes the length of an input and its bytes.</summary>
    public void Write(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, Capacity - sizeof(int)));
    }

    /// <summary>Whether a path is that of such a file.</summary>
    public static bool IsMatch(string path) => Path.GetFileName(path).StartsWith(NamePrefix, StringComparison.Ordinal);

    /// <summary>Reads the input that a run has left in a file.</summary>
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
